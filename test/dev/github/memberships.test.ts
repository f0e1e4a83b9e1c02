import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Github } from '../../../dev/github/start-github.js'
import { callApi, startTestGithub, tokenFor } from './local-github.js'

let github: Github

beforeAll(async () => {
  github = await startTestGithub()
})

afterAll(() => github.close())

async function read(login: string, path: string): Promise<unknown> {
  return (await callApi(github, path, await tokenFor(github, login, 'read:org'))).json()
}

describe('memberships', () => {
  it('api lists them with state, role and organisation', async () => {
    expect(await read('ada', '/user/memberships/orgs')).toEqual([
      {
        url: `${github.url}/api/v3/orgs/acme/memberships/ada`,
        state: 'active',
        role: 'admin',
        organization_url: `${github.url}/api/v3/orgs/acme`,
        organization: expect.objectContaining({ login: 'acme', id: expect.any(Number) }),
        user: expect.objectContaining({ login: 'ada', id: 1_001_001 }),
      },
    ])
    expect(await read('ben', '/user/memberships/orgs')).toMatchObject([{ role: 'member' }])
    expect(await read('cleo', '/user/memberships/orgs')).toEqual([])
  })

  it('api tells an invitation from a membership, and an invited person has no team', async () => {
    const invited = { organization: 'acme', role: 'member', state: 'pending', teams: ['core'] } as const
    github.changePerson('cleo', { memberships: [invited] })
    expect(await read('cleo', '/user/memberships/orgs')).toMatchObject([{ state: 'pending' }])
    expect(await read('cleo', '/user/memberships/orgs?state=active')).toEqual([])
    expect(await read('cleo', '/user/teams')).toEqual([])
    github.changePerson('cleo', { memberships: [] })
  })

  it('api gives pages', async () => {
    expect(await read('ada', '/user/memberships/orgs?per_page=1&page=2')).toEqual([])
    expect(await read('ada', '/user/memberships/orgs?per_page=1')).toHaveLength(1)
  })

  it('api refuses another state as GitHub does', async () => {
    const token = await tokenFor(github, 'ada', 'read:org')
    expect((await callApi(github, '/user/memberships/orgs?state=all', token)).status).toBe(422)
  })

  it('api shows memberships to tokens with the scope only', async () => {
    for (const scope of ['', 'user:email', 'read:user']) {
      const answer = await callApi(github, '/user/memberships/orgs', await tokenFor(github, 'ada', scope))
      expect([scope, answer.status]).toEqual([scope, 403])
    }
  })

  it('api forgets organisation and teams of a person who left', async () => {
    github.changePerson('ben', { memberships: [] })
    for (const path of ['/user/orgs', '/user/teams', '/user/memberships/orgs'])
      expect([path, await read('ben', path)]).toEqual([path, []])
  })
})

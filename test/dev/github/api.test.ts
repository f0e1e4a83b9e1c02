import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Github } from '../../../dev/github/start-github.js'
import { callApi, startTestGithub, tokenFor } from './local-github.js'

let github: Github
const wide = 'read:user user:email read:org'

beforeAll(async () => {
  github = await startTestGithub()
})

afterAll(() => github.close())

async function read(login: string, path: string, scope = wide): Promise<unknown> {
  return (await callApi(github, path, await tokenFor(github, login, scope))).json()
}

describe('the REST API', () => {
  it('api answers GET /user as GitHub does, with a picture that loads', async () => {
    const user = await read('ada', '/user')
    expect(user).toMatchObject({
      id: 1_001_001,
      login: 'ada',
      type: 'User',
      name: 'Ada Marlow',
      email: 'ada@example.com',
      url: `${github.url}/api/v3/users/ada`,
      html_url: `${github.url}/ada`,
    })
    const { avatar_url } = z.object({ avatar_url: z.string() }).parse(user)
    expect((await fetch(avatar_url)).headers.get('content-type')).toBe('image/svg+xml')
  })

  it('api keeps ids beyond 32 bits and hides a private e-mail address in the profile', async () => {
    expect(await read('cleo', '/user')).toMatchObject({ id: 4_294_967_301, email: null })
  })

  it('api refuses no token and tokens that it did not issue', async () => {
    const none = await callApi(github, '/user')
    expect([none.status, await none.json()]).toEqual([
      401,
      expect.objectContaining({ message: 'Requires authentication' }),
    ])
    const unknown = await callApi(github, '/user', 'gho_someone')
    expect([unknown.status, await unknown.json()]).toEqual([
      401,
      expect.objectContaining({ message: 'Bad credentials' }),
    ])
  })

  it('api refuses a token after its person revoked the application', async () => {
    const token = await tokenFor(github, 'ben')
    github.revokeTokens('ben')
    expect((await callApi(github, '/user', token)).status).toBe(401)
  })

  it('api lists e-mail addresses to tokens with the scope, and hides them from others', async () => {
    expect(await read('cleo', '/user/emails', 'user:email')).toEqual([
      { email: 'cleo@example.com', primary: true, verified: true, visibility: 'public' },
      { email: '4294967301+cleo@users.noreply.github.com', primary: false, verified: true, visibility: null },
    ])
    expect((await callApi(github, '/user/emails', await tokenFor(github, 'cleo', 'read:user'))).status).toBe(
      404,
    )
  })

  it('api lists organisations and teams of the person, and only to tokens with the scope', async () => {
    const logins = async (login: string) =>
      z.array(z.object({ login: z.string() })).parse(await read(login, '/user/orgs'))
    expect([await logins('ada'), await logins('ben'), await logins('cleo')]).toEqual([
      [{ login: 'acme' }],
      [{ login: 'acme' }],
      [],
    ])
    expect(await read('ada', '/user/teams')).toEqual([
      expect.objectContaining({ slug: 'core', organization: expect.objectContaining({ login: 'acme' }) }),
    ])
    expect(await read('ben', '/user/teams')).toEqual([])
    const narrow = await tokenFor(github, 'ada', 'user:email')
    for (const path of ['/user/orgs', '/user/teams'])
      expect((await callApi(github, path, narrow)).status).toBe(403)
  })

  it('api shows what was changed about a person under the same id', async () => {
    github.changePerson('ben', { login: 'benedict', name: null, type: 'Bot' })
    expect(await read('ben', '/user')).toMatchObject({
      id: 1_001_002,
      login: 'benedict',
      name: null,
      type: 'Bot',
    })
    github.changePerson('ben', { login: 'ben', name: 'Ben Castillo', type: 'User' })
  })

  it('api answers 304 to a known ETag', async () => {
    const token = await tokenFor(github, 'ada')
    const etag = (await callApi(github, '/user', token)).headers.get('etag') ?? ''
    expect((await callApi(github, '/user', token, { 'if-none-match': etag })).status).toBe(304)
  })
})

describe('ordered faults', () => {
  it('fail() answers as told as often as told, then normally again', async () => {
    const token = await tokenFor(github, 'ada')
    const headers = { 'retry-after': '7' }
    github.fail('/api/v3/user', { kind: 'answer', status: 429, headers, body: '{"message":"slow"}' }, 2)
    const answers = [
      await callApi(github, '/user', token),
      await callApi(github, '/user', token),
      await callApi(github, '/user', token),
    ]
    expect(answers.map((answer) => [answer.status, answer.headers.get('retry-after')])).toEqual([
      [429, '7'],
      [429, '7'],
      [200, null],
    ])
  })

  it('fail() resets, cuts a body short, stays silent and sends too much', async () => {
    const token = await tokenFor(github, 'ada')
    github.fail('/api/v3/user', { kind: 'reset' })
    await expect(callApi(github, '/user', token)).rejects.toThrow('fetch failed')
    github.fail('/api/v3/user', { kind: 'half-body', body: '{"id":1' })
    await expect((await callApi(github, '/user', token)).text()).rejects.toThrow('terminated')
    github.fail('/api/v3/user', { kind: 'huge-body', bytes: 5_000_000 })
    expect(await (await callApi(github, '/user', token)).text()).toHaveLength(5_000_000)
    github.fail('/api/v3/user', { kind: 'silence' })
    await expect(fetch(`${github.url}/api/v3/user`, { signal: AbortSignal.timeout(100) })).rejects.toThrow(
      'timeout',
    )
    github.clearFaults()
  })
})

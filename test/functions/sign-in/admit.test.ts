import { describe, expect, test } from 'vitest'
import { BrowserJar } from '../../support/browser-jar.js'
import { graphqlError } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'

async function refusedSignIn(world: FakeWorld): Promise<Response> {
  acceptSignIns(world)
  return signIn(world, new BrowserJar(world))
}

function outsider(): FakeWorld {
  const world = fakeWorld({ GITHUB_ALLOWED_ORGS: 'acme' })
  world.github.on('GET /user/memberships/orgs', () => [])
  return world
}

const written = (world: FakeWorld) =>
  world.hasura.operations.filter(({ name }) => name === 'WriteLog').map(({ variables }) => variables['rows'])

describe('a refused sign-in', () => {
  const row = {
    event: 'sign-in-refused',
    at: '2026-03-01T12:00:00.000Z',
    detail: { reason: 'organisation-required', githubId: '1001' },
  }

  test('S-LOG-02 is written down for its person, and opens no session', async () => {
    const world = outsider()
    world.hasura.on('WriteLog', () => ({}))
    expect((await refusedSignIn(world)).status).toBe(403)
    expect(written(world)).toEqual([[{ ...row, user_id: '1001' }]])
    expect(world.hasura.operations.map(({ name }) => name)).not.toContain('OpenSession')
  })

  test('S-LOG-02 is written down for nobody when the person never signed in', async () => {
    const world = outsider()
    let asked = 0
    world.hasura.on('WriteLog', () => {
      asked += 1
      return asked === 1 ? graphqlError('constraint-violation') : {}
    })
    await refusedSignIn(world)
    expect(written(world)).toEqual([[{ ...row, user_id: '1001' }], [row]])
  })

  test('S-ERR-03 stays the same refusal when it cannot be written down', async () => {
    const world = outsider()
    world.hasura.on('WriteLog', () => new Response('', { status: 500 }))
    const response = await refusedSignIn(world)
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { error: { code: 'organisation-required' } },
    ])
    expect(world.log.join()).toContain('refusal-not-recorded')
  })

  test('is not written down when GitHub is to blame', async () => {
    const world = fakeWorld({ GITHUB_ALLOWED_ORGS: 'acme' })
    world.github.on('GET /user/memberships/orgs', () => new Response('', { status: 500 }))
    await refusedSignIn(world)
    expect(written(world)).toEqual([])
  })
})

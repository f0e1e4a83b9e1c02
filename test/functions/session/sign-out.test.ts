import { describe, expect, test } from 'vitest'
import { signOut } from '../../../functions/session/sign-out.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'

const sameOrigin = { origin: 'https://app.example', 'content-type': 'application/json' }

async function signedInWorld() {
  const world = fakeWorld()
  acceptSignIns(world)
  const ended = { delete_sessions: { returning: [{ id: 's', user_id: '1001' }] } }
  world.hasura.on('EndSessions', () => ended).on('WriteLog', () => ({}))
  const jar = new BrowserJar(world)
  await signIn(world, jar)
  const sessionId = world.deps.refreshTokens.read(jar.cookies.get('__Host-gha-refresh') ?? '')?.sessionId
  world.hasura.operations.length = 0
  const leave = (body: unknown = {}, headers: Record<string, string> = sameOrigin) =>
    jar.visit(signOut, '/api/auth/signout', { method: 'POST', headers, body: JSON.stringify(body) })
  return { world, jar, sessionId, leave }
}

describe('signOut()', () => {
  test('S-SESS-05 ends the session in the database, writes it down and clears the cookies', async () => {
    const { world, jar, sessionId, leave } = await signedInWorld()
    const response = await leave()
    expect(await response.json()).toEqual({ url: 'https://app.example/signin' })
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['EndSessions', 'WriteLog'])
    expect(world.hasura.operations[0]?.variables).toEqual({ where: { id: { _eq: sessionId } } })
    expect(jar.cookies.size).toBe(0)
    expect(response.headers.get('clear-site-data')).toBe('"storage"')
  })

  test('S-SESS-08 ends all sessions of the person when asked to', async () => {
    const { world, sessionId, leave } = await signedInWorld()
    await leave({ everywhere: true })
    const where = { user: { sessions: { id: { _eq: sessionId } } } }
    expect(world.hasura.operations[0]?.variables).toEqual({ where })
  })

  test.each([{}, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])(
    'S-SESS-06 does nothing for a request from %j',
    async (headers) => {
      const { world, jar, leave } = await signedInWorld()
      const given = { 'content-type': 'application/json', ...headers }
      expect((await leave({}, given)).status).toBe(403)
      expect(world.hasura.operations).toEqual([])
      expect(jar.cookies.size).toBe(2)
    },
  )

  test('keeps the cookies when the database cannot be reached, so that it can be tried again', async () => {
    const { world, jar, leave } = await signedInWorld()
    world.hasura.always(() => new Response('', { status: 500 }))
    expect((await leave()).status).toBe(503)
    expect(jar.cookies.size).toBe(2)
  })

  test('clears the cookies of a browser whose session nobody knows', async () => {
    const { world, jar, leave } = await signedInWorld()
    jar.cookies.set('__Host-gha-refresh', 'forged')
    expect((await leave()).status).toBe(200)
    expect(world.hasura.operations).toEqual([])
    expect(jar.cookies.size).toBe(0)
  })
})

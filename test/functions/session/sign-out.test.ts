import { describe, expect, test } from 'vitest'
import { readSession } from '../../../functions/session/read.js'
import { signOut } from '../../../functions/session/sign-out.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'

const sameOrigin = { origin: 'https://app.example', 'content-type': 'application/json' }

async function signedInWorld() {
  const world = fakeWorld()
  acceptSignIns(world)
  world.hasura.on('EndSessions', () => ended(1))
  const jar = new BrowserJar(world)
  await signIn(world, jar)
  const sessionId = world.deps.refreshTokens.read(jar.cookies.get('__Host-gha-refresh') ?? '')?.sessionId
  world.hasura.operations.length = 0
  const leave = (body: unknown = {}, headers: Record<string, string> = sameOrigin) =>
    jar.visit(signOut, '/api/auth/signout', { method: 'POST', headers, body: JSON.stringify(body) })
  return { world, jar, sessionId, leave }
}

describe('signOut()', () => {
  test('S-SESS-05 R-08 R-09 ends the session in one write, says so, and clears the cookies', async () => {
    const { world, jar, sessionId, leave } = await signedInWorld()
    const response = await leave()
    expect(await response.json()).toEqual({ url: 'https://app.example/api/auth/signin', revoked: 1 })
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['EndSessions'])
    expect(world.hasura.operations[0]?.variables['ended']).toMatchObject({ id: { _eq: sessionId } })
    expect([...jar.cookies]).toEqual([['__Host-gha-ended', sessionId]])
  })

  test('T-01d leaves the storage of the origin alone, which may be an app’s', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const { leave } = await signedInWorld()
      const response = await leave({}, { ...sameOrigin, 'content-type': type })
      expect([response.ok || response.status === 303, response.headers.has('clear-site-data')]).toEqual([
        true,
        false,
      ])
    }
  })

  test('S-SESS-08 ends all sessions of the person when asked to', async () => {
    const { world, sessionId, leave } = await signedInWorld()
    await leave({ everywhere: true })
    const ofPerson = { user: { sessions: { id: { _eq: sessionId } } } }
    expect(world.hasura.operations[0]?.variables['ended']).toMatchObject(ofPerson)
  })

  test('S-SESS-05 a form without a script ends this session and goes to the sign-in page', async () => {
    const { world, jar, sessionId, leave } = await signedInWorld()
    const form = { ...sameOrigin, 'content-type': 'application/x-www-form-urlencoded' }
    const response = await leave({ everywhere: true }, form)
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/api/auth/signin?status=signed-out#signed-out',
    ])
    expect(world.hasura.operations[0]?.variables['ended']).toMatchObject({ id: { _eq: sessionId } })
    expect([...jar.cookies.keys()]).toEqual(['__Host-gha-ended'])
  })

  test('S-SESS-06 a form of another site signs nobody out', async () => {
    const { world, leave } = await signedInWorld()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await leave({}, { ...form, origin: 'https://evil.example' })).status).toBe(403)
    expect((await leave({}, form)).status).toBe(403)
    expect(world.hasura.operations).toEqual([])
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

  test.each([
    ['forged', (token: string) => `${token.slice(0, -4)}AAAA`],
    ['doubled', (token: string) => `${token}; __Host-gha-refresh=${token}`],
  ])(
    'R-09a ends the session that the sealed view names when the refresh cookie is %s',
    async (_name, spoil) => {
      const { world, jar, sessionId, leave } = await signedInWorld()
      jar.cookies.set('__Host-gha-refresh', spoil(jar.cookies.get('__Host-gha-refresh') ?? ''))
      expect(await (await leave()).json()).toMatchObject({ revoked: 1 })
      expect(world.hasura.operations[0]?.variables).toMatchObject({
        ended: { id: { _eq: sessionId } },
        reused: { id: { _in: [] } },
      })
      expect(jar.cookies.has('__Host-gha-refresh')).toBe(false)
    },
  )

  test('R-09a refuses and keeps the cookies when they name no session', async () => {
    const { world, jar, leave } = await signedInWorld()
    jar.cookies.set('__Host-gha-refresh', 'forged')
    jar.cookies.delete('__Host-gha-access')
    const response = await leave()
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'invalid-input' } },
    ])
    expect(world.hasura.operations).toEqual([])
    expect([...jar.cookies.keys()]).toEqual(['__Host-gha-refresh'])
  })

  test('R-09 says that nothing ended to a browser that has no session', async () => {
    const { world, jar, leave } = await signedInWorld()
    jar.cookies.clear()
    expect(await (await leave()).json()).toMatchObject({ revoked: 0 })
    expect(world.hasura.operations).toEqual([])
  })

  test('R-09b says so when the token was over, and clears the cookies', async () => {
    const { world, jar, leave } = await signedInWorld()
    world.hasura.on('EndSessions', () => ended(1, 1))
    const response = await leave({ everywhere: true })
    expect(await response.json()).toMatchObject({ error: { code: 'refresh-token-reused' } })
    expect([...jar.cookies.keys()]).toEqual(['__Host-gha-ended'])
  })

  test('R-10 takes cookies that a late answer brings back for none, until a new sign-in', async () => {
    const { world, jar, leave } = await signedInWorld()
    const late = jar.copy()
    await leave()
    for (const [name, value] of late.cookies) jar.cookies.set(name, value)
    const calls = world.calls.length
    expect(await (await jar.visit(readSession, '/api/auth/session')).json()).toBeNull()
    expect([...jar.cookies.keys()]).toEqual(['__Host-gha-ended'])
    jar.cookies.set('__Host-gha-refresh', late.cookies.get('__Host-gha-refresh') ?? '')
    expect(await (await jar.visit(readSession, '/api/auth/session')).json()).toBeNull()
    expect(world.calls).toHaveLength(calls)
    await signIn(world, jar)
    expect(jar.cookies.has('__Host-gha-ended')).toBe(false)
    expect(await (await jar.visit(readSession, '/api/auth/session')).json()).toMatchObject({
      user: { id: '1001' },
    })
  })
})

function ended(sessions: number, reused = 0) {
  return { reused: { affected_rows: reused }, delete_sessions: { affected_rows: sessions } }
}

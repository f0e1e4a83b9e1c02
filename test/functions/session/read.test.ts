import { describe, expect, test } from 'vitest'
import type { JwtConfig } from '../../../functions/config/jwt-config.js'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { readSession } from '../../../functions/session/read.js'
import { buildHasuraClaims } from '../../../functions/token/claims.js'
import { mintToken } from '../../../functions/token/mint.js'
import { readOwnToken } from '../../../functions/token/read-own.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { userRow } from '../../support/fake-hasura.js'
import { fakeWorld } from '../../support/fake-world.js'
import { keyPair } from '../../support/key-pairs.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'
import { secret, testEnv } from '../../support/test-env.js'

async function signedInWorld() {
  const world = fakeWorld()
  acceptSignIns(world, { email: 'octavia@example.com' })
  const jar = new BrowserJar(world)
  await signIn(world, jar)
  world.calls.length = 0
  world.hasura.operations.length = 0
  return { world, jar, read: () => jar.visit(readSession, '/api/auth/session') }
}

describe('readSession()', () => {
  test('says who is signed in without any round trip while the access token is fresh', async () => {
    const { world, read } = await signedInWorld()
    const response = await read()
    expect(await response.json()).toEqual({
      user: {
        id: '1001',
        login: 'octavia',
        name: 'Octavia',
        email: 'octavia@example.com',
        image: 'https://avatars.example/1001',
        roles: ['user'],
      },
      expires: '2026-03-31T12:00:00.000Z',
      accessToken: expect.stringMatching(/^eyJ/),
      accessTokenExpires: '2026-03-01T12:15:00.000Z',
      accessTokenExpiresAt: '2026-03-01T12:15:00.000Z',
      sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      roles: ['user'],
      defaultRole: 'user',
      graphqlUrl: 'https://hasura.example/v1/graphql',
    })
    expect(world.calls).toEqual([])
  })

  test.each([
    ['v4', {}],
    ['v5', null],
    [undefined, null],
  ])('S-WIRE-01 tells version %s of next-auth that nobody is signed in', async (version, nobody) => {
    const jar = new BrowserJar(fakeWorld({ NEXT_AUTH_CLIENT: version }))
    const response = await jar.visit(readSession, '/api/auth/session')
    expect([response.status, await response.json()]).toEqual([200, nobody])
  })

  test('S-HTTP-05 S-CVE-30 is never stored by anything on the way', async () => {
    const { read } = await signedInWorld()
    expect((await read()).headers.get('cache-control')).toBe('no-store')
  })

  test('R-07b refreshes in one round trip when two minutes are left, and sets both cookies anew', async () => {
    const { world, jar, read } = await signedInWorld()
    const before = jar.cookies.get('__Host-gha-refresh')
    const session = { generation: 2, idle_expires_at: '2026-03-31T12:14:00+00:00', user: userRow() }
    world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
    world.advance(779)
    await read()
    expect(world.calls).toHaveLength(0)
    world.advance(1)
    const view = (await (await read()).json()) as { accessTokenExpiresAt: string }
    expect(view.accessTokenExpiresAt).toBe('2026-03-01T12:28:00.000Z')
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['RotateSession'])
    expect(jar.cookies.get('__Host-gha-refresh')).not.toBe(before)
  })

  test('R-06e refreshes at once when the key of access tokens was changed: Hasura would refuse the old one', async () => {
    const AUTH_SECRET = secret()
    const before = fakeWorld({ AUTH_SECRET })
    acceptSignIns(before)
    const jar = new BrowserJar(before)
    await signIn(before, jar)
    const world = fakeWorld({ AUTH_SECRET })
    const session = { generation: 2, idle_expires_at: '2026-03-31T12:14:00+00:00', user: userRow() }
    world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
    const there = new BrowserJar(world)
    for (const [name, value] of jar.cookies) there.cookies.set(name, value)
    const view = (await (await there.visit(readSession, '/api/auth/session')).json()) as {
      accessToken: string
    }
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['RotateSession'])
    expect(readOwnToken(view.accessToken, world.deps.config.jwt)).toMatchObject({ roles: ['user'] })
    expect(readOwnToken(view.accessToken, before.deps.config.jwt)).toBeUndefined()
  })

  test('R-06e takes a token of any key that is published for fresh while signing keys are replaced', () => {
    const [old, next] = [keyPair('ES256').privatePem, keyPair('ES256').privatePem]
    const HASURA_GRAPHQL_JWT_SECRET = JSON.stringify({
      jwk_url: 'https://app.example/.well-known/jwks.json',
      issuer: 'https://app.example',
      audience: 'hasura',
    })
    const [before, during, after] = [[old], [next, old], [next]].map(
      (keys) => parseConfig(testEnv({ HASURA_GRAPHQL_JWT_SECRET, JWT_PRIVATE_KEYS: keys.join('\n') })).jwt,
    ) as [JwtConfig, JwtConfig, JwtConfig]
    const roles = { allowedRoles: ['user'], defaultRole: 'user' }
    const hasuraClaims = buildHasuraClaims({ userId: '1', sessionId: 's', roles, customClaims: {} })
    const { token } = mintToken(before, { subject: '1', hasuraClaims, lifetimeSeconds: 900, now: new Date() })
    expect(readOwnToken(token, during)).toMatchObject({ sessionId: 's' })
    expect(readOwnToken(token, after)).toBeUndefined()
  })

  test('refreshes when only the refresh cookie is left', async () => {
    const { world, jar, read } = await signedInWorld()
    const session = { generation: 2, idle_expires_at: '2026-03-31T12:14:00+00:00', user: userRow() }
    world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
    jar.cookies.delete('__Host-gha-access')
    expect(await (await read()).json()).toMatchObject({ user: { id: '1001' } })
  })

  test('says null to strangers without asking anybody or setting cookies', async () => {
    const world = fakeWorld()
    const response = await new BrowserJar(world).visit(readSession, '/api/auth/session')
    expect(await response.json()).toBeNull()
    expect(response.headers.getSetCookie()).toEqual([])
    expect(world.calls).toEqual([])
  })

  test('says null and clears the cookies when the session is over', async () => {
    const { world, jar, read } = await signedInWorld()
    world.hasura
      .on('RotateSession', () => ({ update_sessions: { returning: [] } }))
      .on('RotationState', () => ({ sessions_by_pk: null, auth_log: [] }))
    world.advance(3600)
    expect(await (await read()).json()).toBeNull()
    expect(jar.cookies.size).toBe(0)
  })

  test('S-CVE-05 S-ERR-02 does not call being unable to tell signed out', async () => {
    const { world, jar, read } = await signedInWorld()
    world.hasura.always(() => new Response('', { status: 500 }))
    world.advance(3600)
    const response = await read()
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({
      error: { code: 'hasura-unavailable', message: expect.any(String) },
    })
    expect(jar.cookies.has('__Host-gha-refresh')).toBe(true)
  })

  test.each(['%', '"', 'x'.repeat(8000), '....'])(
    'S-COOKIE-04 takes the broken cookies %.10s for none',
    async (value) => {
      const world = fakeWorld()
      const headers = { cookie: `__Host-gha-access=${value}; __Host-gha-refresh=${value}` }
      const response = await new BrowserJar(world).visit(readSession, '/api/auth/session', { headers })
      expect(response.status).toBe(200)
      expect(await response.json()).toBeNull()
      expect(world.calls).toEqual([])
    },
  )

  test('S-COOKIE-03 refuses a view that was sealed for something else', async () => {
    const { world, jar } = await signedInWorld()
    const other = new BrowserJar(world)
    other.cookies.set('__Host-gha-access', jar.cookies.get('__Host-gha-refresh') ?? '')
    expect(await (await other.visit(readSession, '/api/auth/session')).json()).toBeNull()
  })
})

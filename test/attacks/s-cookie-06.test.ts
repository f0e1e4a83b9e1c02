import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyMismatch } from '../../functions/config/jwt-algorithm.js'
import { readSession } from '../../functions/session/read.js'
import { BrowserJar } from '../support/browser-jar.js'
import { userRow } from '../support/fake-hasura.js'
import { fakeWorld } from '../support/fake-world.js'
import { keyPair } from '../support/key-pairs.js'
import { acceptSignIns, signIn } from '../support/sign-in-flow.js'
import { jwtSecretJson, secret } from '../support/test-env.js'

const maxCookieBytes = 4096
const fragment = 'fragment Claims on users { plan }'

/** A world whose tokens are signed with this algorithm, and have a claim of the person's plan. */
function worldOf(type: string) {
  const isShared = type.startsWith('HS')
  const { privatePem, publicPem } = keyPair(type, isShared ? 2048 : 4096)
  return fakeWorld({
    HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ type, key: isShared ? secret() + secret() : publicPem }),
    ...(!isShared && { JWT_PRIVATE_KEYS: privatePem }),
    CUSTOM_CLAIMS: JSON.stringify({ fragment, claims: { 'x-hasura-plan': { path: 'plan' } } }),
  })
}

const longestRow = (roles: number, letter = 'n') => ({
  login: 'x'.repeat(39),
  name: letter.repeat(255),
  email: `${'e'.repeat(64)}@${'d'.repeat(186)}.com`,
  avatar_url: `https://avatars.githubusercontent.com/u/${'9'.repeat(16)}?v=4`,
  user_roles: Array.from({ length: roles }, (_, index) => ({ role: `r${index}_`.padEnd(63, 'x') })),
  plan: 'p'.repeat(740),
})

describe('S-COOKIE-06 R-13 every cookie fits', () => {
  test.each(['HS256', 'HS512', 'RS256', 'RS512', 'ES256', 'ES512'])(
    'with %s, the longest names and roles and full claims, and the session is read from them',
    async (type) => {
      const world = worldOf(type)
      for (const letter of ['n', 'ü', '字', '🐙']) {
        acceptSignIns(world, longestRow(10, letter))
        const jar = new BrowserJar(world)
        expect((await signIn(world, jar)).status).toBe(303)
        for (const [name, value] of jar.cookies)
          expect(name.length + value.length, name).toBeLessThanOrEqual(maxCookieBytes)
        const asked = world.calls.length
        const view = await (await jar.visit(readSession, '/api/auth/session')).json()
        expect(view).toMatchObject({ user: { login: 'x'.repeat(39) } })
        expect(world.calls).toHaveLength(asked)
      }
    },
  )

  test('with the longest token that is accepted, and the longest name besides', async () => {
    const world = worldOf('HS256')
    let roles = 40
    const accepted = async () => {
      acceptSignIns(world, longestRow(roles, '🐙'))
      const jar = new BrowserJar(world)
      return (await signIn(world, jar)).status === 303 ? jar : undefined
    }
    world.hasura.on('WriteLog', () => ({}))
    let jar = await accepted()
    for (; !jar && roles > 10; roles -= 1) jar = await accepted()
    expect(jar?.cookies.has('__Host-gha-access-1')).toBe(true)
    for (const [name, value] of jar?.cookies ?? [])
      expect(name.length + value.length, name).toBeLessThanOrEqual(maxCookieBytes)
  })

  test('a view that needs one cookie again leaves nothing of the other', async () => {
    const world = worldOf('RS512')
    acceptSignIns(world, longestRow(10))
    const jar = new BrowserJar(world)
    await signIn(world, jar)
    expect(jar.cookies.has('__Host-gha-access-1')).toBe(true)
    const row = { ...userRow(), plan: 'p' }
    const session = { generation: 2, idle_expires_at: '2026-03-31T12:00:00+00:00', user: row }
    world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
    world.advance(800)
    await jar.visit(readSession, '/api/auth/session')
    expect([...jar.cookies.keys()].sort()).toEqual(['__Host-gha-access', '__Host-gha-refresh'])
  })

  test('a token that two cookies do not hold is refused by name, and its session undone', async () => {
    const world = worldOf('RS512')
    acceptSignIns(world, longestRow(60))
    world.hasura.on('EndSessions', () => ({ delete_sessions: { returning: [] } }))
    const jar = new BrowserJar(world)
    expect((await signIn(world, jar)).status).toBe(500)
    expect(world.log.join('')).toContain('CUSTOM_CLAIMS')
    expect(jar.cookies.size).toBe(0)
  })

  test('a key whose signatures are too long is refused', () => {
    const { privateKey } = keyPair('RS256', 2048)
    expect(keyMismatch(privateKey, 'RS256')).toBeUndefined()
    // Making a real one takes minutes, and the check looks at its length alone.
    const n = Buffer.alloc(1025, 0xff).toString('base64url')
    const long = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
    expect(keyMismatch(long, 'RS256')).toMatch('at most 8192 bits')
  })
})

import { EncryptJWT } from 'jose'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { deriveKey, keyIdOf } from '../../../functions/seal/key-ring.js'
import { readSession } from '../../../functions/session/read.js'
import { signOut } from '../../../functions/session/sign-out.js'
import { openView } from '../../../functions/session/view.js'
import { readOwnToken } from '../../../functions/token/read-own.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { userRow } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, signIn } from '../../support/sign-in-flow.js'
import { jwtSecretJson, secret } from '../../support/test-env.js'

const [access, refresh] = ['__Host-gha-access', '__Host-gha-refresh']
const octavia = { id: '1001', login: 'octavia' }

async function signedIn(world: FakeWorld) {
  acceptSignIns(world)
  const session = { generation: 2, idle_expires_at: '2026-03-31T12:14:00+00:00', user: userRow() }
  world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
  const jar = new BrowserJar(world)
  await signIn(world, jar)
  world.hasura.operations.length = 0
  const [accessToken = '', viewToken = ''] = (jar.cookies.get(access) ?? '').split('~')
  const read = async () => (await jar.visit(readSession, '/api/auth/session')).json()
  const asked = () => world.hasura.operations.map(({ name }) => name)
  return { jar, accessToken, viewToken, read, asked }
}

describe('the access cookie', () => {
  test('F-50 is the access token and a view, both under the key of access tokens, and nothing in it is of AUTH_SECRET', async () => {
    const HASURA_GRAPHQL_JWT_SECRET = jwtSecretJson()
    const { jar } = await signedIn(fakeWorld({ HASURA_GRAPHQL_JWT_SECRET }))
    const { deps } = fakeWorld({ HASURA_GRAPHQL_JWT_SECRET })
    expect(openView(deps, jar.cookies.get(access) ?? '')).toMatchObject({ user: octavia, roles: ['user'] })
  })

  test('F-51 its view has no claims, no subject and an audience and a type of its own', async () => {
    const { viewToken, accessToken } = await signedIn(fakeWorld())
    const { header, payload } = jwt.decode(viewToken, { complete: true }) ?? {}
    expect(header).toMatchObject({ alg: 'HS256', typ: 'session-view+jwt' })
    expect(payload).toEqual({
      iss: 'https://app.example',
      aud: 'session-view',
      iat: 1772366340,
      exp: expiryOf(accessToken),
      ath: expect.stringMatching(/^[\w-]{43}$/),
      user: { login: 'octavia', name: 'Octavia', email: null, image: 'https://avatars.example/1001' },
      expires: '2026-03-31T12:00:00.000Z',
    })
  })

  test('S-JWT-05 S-CVE-02 F-51 neither part serves in the place of the other', async () => {
    const world = fakeWorld()
    const { accessToken, viewToken } = await signedIn(world)
    expect(readOwnToken(accessToken, world.deps.config.jwt)).toMatchObject({ userId: '1001' })
    expect(readOwnToken(viewToken, world.deps.config.jwt)).toBeUndefined()
    for (const first of [accessToken, viewToken]) {
      for (const second of [accessToken, viewToken]) {
        const isRight = first === accessToken && second === viewToken
        expect(openView(world.deps, `${first}~${second}`) !== undefined).toBe(isRight)
      }
    }
    for (const other of [
      accessToken,
      viewToken,
      `${accessToken}~`,
      `${accessToken}~${viewToken}~${viewToken}`,
    ])
      expect(openView(world.deps, other)).toBeUndefined()
  })

  test('F-52 parts of two sessions open nothing, of the same person or not', async () => {
    const world = fakeWorld()
    const sessions = [await signedIn(world), await signedIn(world)]
    const [one, two] = sessions.map(({ accessToken, viewToken }) => ({ accessToken, viewToken }))
    expect(openView(world.deps, `${one?.accessToken}~${one?.viewToken}`)).toBeDefined()
    expect(openView(world.deps, `${one?.accessToken}~${two?.viewToken}`)).toBeUndefined()
    expect(openView(world.deps, `${two?.accessToken}~${one?.viewToken}`)).toBeUndefined()
  })

  test('F-52 beside the refresh token of another session it is passed over', async () => {
    const world = fakeWorld()
    const [one, two] = [await signedIn(world), await signedIn(world)]
    one.jar.cookies.set(refresh, two.jar.cookies.get(refresh) ?? '')
    expect(await one.read()).toMatchObject({ sessionId: two.jar.cookies.get(refresh)?.split('.')[1] })
    expect(one.asked()).toEqual(['RotateSession'])
  })

  test('F-52 tells nothing when its access token has expired, not even to a sign-out', async () => {
    const world = fakeWorld()
    const { jar } = await signedIn(world)
    jar.cookies.set(refresh, 'unreadable')
    world.advance(900)
    expect(openView(world.deps, jar.cookies.get(access) ?? '')).toBeUndefined()
    const headers = { origin: 'https://app.example', 'content-type': 'application/json' }
    const answer = await jar.visit(signOut, '/api/auth/signout', { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(400)
  })
})

describe('a cookie that an earlier version sealed with AUTH_SECRET', () => {
  const AUTH_SECRET = secret()

  test('F-53 is passed over where the refresh token can tell, and set anew', async () => {
    const { jar, read, asked } = await signedIn(fakeWorld({ AUTH_SECRET }))
    jar.cookies.set(access, await sealedAsBefore(AUTH_SECRET))
    expect(await read()).toMatchObject({ user: octavia })
    expect(asked()).toEqual(['RotateSession'])
    expect(jar.cookies.get(access)).toMatch(/^[\w.-]+~[\w.-]+$/)
  })

  test('F-53 alone tells nothing, and is cleared', async () => {
    const { jar, read, asked } = await signedIn(fakeWorld({ AUTH_SECRET }))
    jar.cookies.delete(refresh)
    jar.cookies.set(access, await sealedAsBefore(AUTH_SECRET))
    expect([await read(), asked(), jar.cookies.size]).toEqual([null, [], 0])
  })

  test('F-53 S-CVE-02 opens nothing else, and what is set now is to an earlier version as if none had come', async () => {
    const { deps } = fakeWorld({ AUTH_SECRET })
    const { jar } = await signedIn(fakeWorld({ AUTH_SECRET }))
    for (const text of [await sealedAsBefore(AUTH_SECRET), jar.cookies.get(access) ?? '']) {
      // No exception either: one would be the answer 503 of a host that cannot tell.
      for (const purpose of ['transaction', 'state', 'github-token', 'device-code'] as const)
        expect(await deps.sealer.open(purpose, z.unknown(), text)).toBeUndefined()
    }
  })
})

const expiryOf = (token: string) => z.object({ exp: z.number() }).parse(jwt.decode(token)).exp

/** As versions up to 0.1.0 and those after it made the cookie. */
async function sealedAsBefore(authSecret: string): Promise<string> {
  const content = {
    user: { ...octavia, name: null, email: null, image: 'x' },
    expires: 'x',
    accessToken: 'x',
  }
  return new EncryptJWT({ content })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'access', kid: keyIdOf(authSecret) })
    .setExpirationTime(new Date('2999-01-01'))
    .encrypt(deriveKey(authSecret, 'seal access'))
}

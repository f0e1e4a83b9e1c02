import { describe, expect, test } from 'vitest'
import { ADMIN_SECRET, bearer, CLAIMS, HS256_KEY, NAMESPACE, openTestAuth, refusal, sign } from './support.js'

const OTHER_KEY = 'o'.repeat(32)
const staff = { type: 'HS256', key: HS256_KEY, issuer: 'staff' }
const partner = { type: 'HS256', key: OTHER_KEY, issuer: 'partner' }
const anyIssuer = { type: 'HS256', key: OTHER_KEY }
const inCookie = { ...partner, header: { type: 'Cookie', name: 'session' } }

const open = (secrets: unknown, env: Record<string, string> = {}) =>
  openTestAuth({
    HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET,
    HASURA_GRAPHQL_JWT_SECRETS: JSON.stringify(secrets),
    ...env,
  })
const token = (iss: string | undefined, key = HS256_KEY) =>
  sign({ ...(iss && { iss }), [NAMESPACE]: CLAIMS }, new TextEncoder().encode(key))

const MULTIPLE = {
  code: 'invalid-headers',
  message: 'Could not verify JWT: Multiple JWTs found',
  status: 400,
}

describe('authenticate() with several JWT secrets (Hasura.Server.Auth.JWT, processJwt_)', () => {
  test('lets the issuer of the token choose', async () => {
    const auth = await open([staff, partner])
    expect(await auth.authenticate(bearer(await token('staff')))).toMatchObject({ role: 'user' })
    expect(await auth.authenticate(bearer(await token('partner', OTHER_KEY)))).toMatchObject({ role: 'user' })
    expect(await refusal(auth.authenticate(bearer(await token('staff', OTHER_KEY))))).toMatchObject({
      message: 'Could not verify JWT: JWSError JWSInvalidSignature',
    })
  })

  test('refuses an issuer that none of them has, before the signature', async () => {
    const auth = await open([staff, partner])
    for (const secretsKey of [HS256_KEY, 'x'.repeat(32)]) {
      expect(await refusal(auth.authenticate(bearer(await token('them', secretsKey))))).toEqual({
        code: 'invalid-jwt',
        message: 'Could not verify JWT: JWTNotInIssuer',
        status: 400,
      })
    }
  })

  test('refuses a token that two of them would take', async () => {
    const auth = await open([staff, anyIssuer])
    expect(await refusal(auth.authenticate(bearer(await token('staff'))))).toEqual(MULTIPLE)
    expect(
      await refusal((await open([staff, partner])).authenticate(bearer(await token(undefined)))),
    ).toEqual(MULTIPLE)
    expect(await auth.authenticate(bearer(await token('them', OTHER_KEY)))).toMatchObject({ role: 'user' })
  })

  test('looks for each at its own place, and refuses two at once', async () => {
    const auth = await open([staff, inCookie])
    const cookie = `session=${await token('partner', OTHER_KEY)}`
    expect(await auth.authenticate(new Headers({ cookie }))).toMatchObject({ role: 'user' })
    expect(await auth.authenticate(bearer(await token('staff')))).toMatchObject({ role: 'user' })
    expect(await refusal(auth.authenticate(bearer(await token('staff'), { cookie })))).toEqual(MULTIPLE)
    expect(await refusal(auth.authenticate(new Headers({ cookie: `${cookie}; ${cookie}` })))).toEqual(
      MULTIPLE,
    )
  })

  test('falls back to the unauthorized role without any token', async () => {
    const auth = await open([staff, inCookie], { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' })
    expect(await auth.authenticate(new Headers({ cookie: 'other=1' }))).toMatchObject({ role: 'anonymous' })
    expect(await refusal((await open([staff])).authenticate(new Headers()))).toMatchObject({
      message: "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
    })
  })

  test('wins over the single one', async () => {
    const auth = await open([partner], { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(staff) })
    expect(auth.jwtSecrets).toMatchObject([{ issuer: 'partner' }])
  })
})

describe('openAuth()', () => {
  test('names the secret that is wrong, and no key', async () => {
    await expect(open([staff, { type: 'HS256' }])).rejects.toThrow(
      'HASURA_GRAPHQL_JWT_SECRETS: 1: key and jwk_url both cannot be empty',
    )
    await expect(open([])).rejects.toThrow('HASURA_GRAPHQL_JWT_SECRETS')
    await expect(open(staff)).rejects.toThrow('HASURA_GRAPHQL_JWT_SECRETS')
  })

  const needs =
    ' requires --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET) or  --access-key (HASURA_GRAPHQL_ACCESS_KEY) to be set'
  const role = `Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE)${needs} and is not allowed when --auth-hook (HASURA_GRAPHQL_AUTH_HOOK) is set`
  const ADMIN = { HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET }
  const HOOK = { HASURA_GRAPHQL_AUTH_HOOK: 'http://127.0.0.1:9' }
  const JWT = { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(staff) }
  const ROLE = { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' }

  test.each([
    ['a hook alone', HOOK, `Fatal Error : --auth-hook (HASURA_GRAPHQL_AUTH_HOOK)${needs}`],
    ['a JWT secret alone', JWT, `Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET)${needs}`],
    [
      'a hook and a JWT secret',
      { ...ADMIN, ...HOOK, ...JWT },
      'Fatal Error: Both webhook and JWT mode cannot be enabled at the same time',
    ],
    ['a hook and an unauthorized role', { ...ADMIN, ...HOOK, ...ROLE }, role],
    ['an unauthorized role alone', ROLE, role],
  ])('refuses %s (Hasura.Server.Auth, setupAuthMode)', async (_name, env, message) => {
    await expect(openTestAuth(env)).rejects.toThrow(new Error(message))
  })
})

import { describe, expect, test } from 'vitest'
import {
  ADMIN_SECRET,
  bearer,
  CLAIMS,
  HS256_KEY,
  NAMESPACE,
  NOW_SECONDS,
  openJwtAuth,
  pemPair,
  refusal,
  sign,
} from './support.js'

const HS256 = { type: 'HS256', key: HS256_KEY }
const good = (more: Record<string, unknown> = {}) => sign({ [NAMESPACE]: CLAIMS, ...more })

describe('authenticate() with a JWT', () => {
  test('grants the default role and makes claims session variables', async () => {
    const auth = await openJwtAuth(HS256)
    expect(await auth.authenticate(bearer(await good({ exp: NOW_SECONDS + 60 })))).toEqual({
      role: 'user',
      variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
      isAdmin: false,
      backendOnly: false,
      expiresAt: new Date((NOW_SECONDS + 60) * 1000),
    })
  })

  test('grants the requested role when the token allows it and ignores other x-hasura headers', async () => {
    const auth = await openJwtAuth(HS256)
    const headers = {
      'x-hasura-role': 'editor',
      'x-hasura-user-id': '8',
      'x-hasura-use-backend-only-permissions': 'true',
    }
    const session = await auth.authenticate(bearer(await good(), headers))
    expect(session).toMatchObject({ role: 'editor', backendOnly: false })
    expect(session.variables).toEqual({ 'x-hasura-role': 'editor', 'x-hasura-user-id': '7' })
  })

  test('refuses a role that the token does not allow', async () => {
    const auth = await openJwtAuth(HS256)
    expect(await refusal(auth.authenticate(bearer(await good(), { 'x-hasura-role': 'admin' })))).toEqual({
      code: 'access-denied',
      message: 'Your requested role is not in allowed roles',
      status: 400,
    })
  })

  test('prefers the admin secret, and refuses a wrong one beside a good token', async () => {
    const auth = await openJwtAuth(HS256)
    const token = await good()
    expect(await auth.authenticate(bearer(token, { 'x-hasura-admin-secret': ADMIN_SECRET }))).toMatchObject({
      isAdmin: true,
    })
    expect(await refusal(auth.authenticate(bearer(token, { 'x-hasura-admin-secret': 'no' })))).toMatchObject({
      code: 'access-denied',
    })
  })

  test('refuses a request without a token', async () => {
    const auth = await openJwtAuth(HS256)
    expect(await refusal(auth.authenticate(new Headers()))).toMatchObject({
      code: 'invalid-headers',
      message: "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
    })
  })

  test('falls back to the unauthorized role without a token, but never with a bad one', async () => {
    const auth = await openJwtAuth(HS256, { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' })
    expect(await auth.authenticate(new Headers())).toMatchObject({ role: 'anonymous' })
    expect(await refusal(auth.authenticate(bearer('x.y.z')))).toMatchObject({ code: 'invalid-jwt' })
    expect(await refusal(auth.authenticate(bearer(await good({ exp: 1 }))))).toMatchObject({
      code: 'invalid-jwt',
    })
  })

  test.each(['Basic x', 'bearer x', 'Bearer', 'Bearer a b', 'x'])(
    'calls the header %j malformed',
    async (authorization) => {
      const auth = await openJwtAuth(HS256)
      expect(await refusal(auth.authenticate(new Headers({ authorization })))).toMatchObject({
        code: 'invalid-headers',
        message: 'Malformed Authorization header',
      })
    },
  )

  const other = 'o'.repeat(32)
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  test.each<[string, () => Promise<string>, string]>([
    ['an ended token', () => good({ exp: NOW_SECONDS }), 'JWTExpired'],
    ['a token of the future', () => good({ nbf: NOW_SECONDS + 1 }), 'JWTNotYetValid'],
    ['a token issued in the future', () => good({ iat: NOW_SECONDS + 1 }), 'JWTIssuedAtFuture'],
    [
      'another key',
      () => sign({ [NAMESPACE]: CLAIMS }, new TextEncoder().encode(other)),
      'JWSError JWSInvalidSignature',
    ],
    [
      'another algorithm',
      () => sign({ [NAMESPACE]: CLAIMS }, new TextEncoder().encode(HS256_KEY.repeat(2)), { alg: 'HS512' }),
      'JWSError JWSInvalidSignature',
    ],
    [
      'an algorithm of another kind of key',
      () => sign({ [NAMESPACE]: CLAIMS }, pemPair('rsa').privateKey, { alg: 'RS256' }),
      'JWSError JWSInvalidSignature',
    ],
    [
      'an algorithm that it never takes',
      async () => `${encoded({ alg: 'none' })}.${encoded({ [NAMESPACE]: CLAIMS })}.`,
      'JWSError JWSNoSignatures',
    ],
    [
      'an algorithm that nobody knows',
      async () => `${encoded({ alg: 'HS255' })}.${encoded({ [NAMESPACE]: CLAIMS })}.AA`,
      'JWSError (JSONDecodeError "invalid JOSE header")',
    ],
    [
      'no signature',
      async () => `${(await good()).split('.').slice(0, 2).join('.')}.`,
      'JWSError JWSInvalidSignature',
    ],
    [
      'one part',
      async () => 'abc',
      'JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got 1)',
    ],
  ])('refuses %s', async (_name, token, detail) => {
    const auth = await openJwtAuth(HS256)
    expect(await refusal(auth.authenticate(bearer(await token())))).toEqual({
      code: 'invalid-jwt',
      message: `Could not verify JWT: ${detail}`,
      status: 400,
    })
  })

  test('allows the configured skew on every time', async () => {
    const auth = await openJwtAuth({ ...HS256, allowed_skew: 10 })
    for (const times of [{ exp: NOW_SECONDS - 9 }, { nbf: NOW_SECONDS + 10 }, { iat: NOW_SECONDS + 10 }]) {
      expect(await auth.authenticate(bearer(await good(times)))).toMatchObject({ role: 'user' })
    }
    expect(await refusal(auth.authenticate(bearer(await good({ exp: NOW_SECONDS - 10 }))))).toMatchObject({
      message: 'Could not verify JWT: JWTExpired',
    })
  })

  test('compares the issuer when both sides have one', async () => {
    const auth = await openJwtAuth({ ...HS256, issuer: 'us' })
    expect(await auth.authenticate(bearer(await good({ iss: 'us' })))).toMatchObject({ role: 'user' })
    expect(await auth.authenticate(bearer(await good()))).toMatchObject({ role: 'user' })
    expect(await refusal(auth.authenticate(bearer(await good({ iss: 'them' }))))).toMatchObject({
      message: 'Could not verify JWT: JWTNotInIssuer',
    })
  })

  test.each([
    ['app', 'app', true],
    ['app', ['x', 'app'], true],
    [['app', 'web'], 'web', true],
    [['app', 'web'], ['x'], false],
    ['app', 'x', false],
    ['app', undefined, true],
  ])('with audience %j and the token for %j lets in: %s', async (audience, aud, letIn) => {
    const auth = await openJwtAuth({ ...HS256, audience })
    const work = auth.authenticate(bearer(await good(aud === undefined ? {} : { aud })))
    if (letIn) expect(await work).toMatchObject({ role: 'user' })
    else expect(await refusal(work)).toMatchObject({ message: 'Could not verify JWT: JWTNotInAudience' })
  })
})

describe('where the token is looked for', () => {
  test('in a cookie only, when the configuration says so', async () => {
    const auth = await openJwtAuth({ ...HS256, header: { type: 'Cookie', name: 'token' } })
    const token = await good()
    for (const before of ['\u00a0', '\u000b'])
      expect(
        await auth.authenticate(new Headers({ cookie: `a=b; ${before}token=${token}` })).catch(String),
      ).toContain('Missing')
    expect(await auth.authenticate(new Headers({ cookie: `a=b; token=${token}; c=d` }))).toMatchObject({
      role: 'user',
    })
    expect(await refusal(auth.authenticate(bearer(token)))).toMatchObject({ code: 'invalid-headers' })
  })

  test('in a header of its own, with or without Bearer', async () => {
    const auth = await openJwtAuth({ ...HS256, header: { type: 'CustomHeader', name: 'X-Token' } })
    const token = await good()
    expect(await auth.authenticate(new Headers({ 'x-token': token }))).toMatchObject({ role: 'user' })
    expect(await auth.authenticate(new Headers({ 'x-token': `Bearer ${token}` }))).toMatchObject({
      role: 'user',
    })
  })
})

describe('algorithms', () => {
  test.each([
    ['HS384', 48],
    ['HS512', 64],
  ])('%s takes a shared key of %i characters', async (alg, characters) => {
    const key = 'k'.repeat(characters)
    const auth = await openJwtAuth({ type: alg, key })
    const token = await sign({ [NAMESPACE]: CLAIMS }, new TextEncoder().encode(key), { alg })
    expect(await auth.authenticate(bearer(token))).toMatchObject({ role: 'user' })
    await expect(openJwtAuth({ type: alg, key: key.slice(1) })).rejects.toThrow(
      `Key size too small; should be atleast ${characters} characters`,
    )
  })

  test.each([
    ['RS256', 'rsa', 'RS256'],
    ['RS384', 'rsa', 'RS384'],
    ['RS512', 'rsa', 'RS512'],
    ['ES256', 'P-256', 'ES256'],
    ['ES384', 'P-384', 'ES384'],
    ['ES512', 'P-521', 'ES512'],
    ['Ed25519', 'ed25519', 'EdDSA'],
  ] as const)('%s takes a public key as PEM', async (type, kind, alg) => {
    const { privateKey, pem } = pemPair(kind)
    const auth = await openJwtAuth({ type, key: pem })
    expect(
      await auth.authenticate(bearer(await sign({ [NAMESPACE]: CLAIMS }, privateKey, { alg }))),
    ).toMatchObject({
      role: 'user',
    })
  })

  test('the type reads the key, a token may have any algorithm that the key is good for', async () => {
    const { privateKey, pem } = pemPair('rsa')
    const rsa = await openJwtAuth({ type: 'RS256', key: pem })
    const token = await sign({ [NAMESPACE]: CLAIMS }, privateKey, { alg: 'RS512' })
    expect(await rsa.authenticate(bearer(token))).toMatchObject({ role: 'user' })
    const key = 'k'.repeat(48)
    const hmac = await openJwtAuth({ type: 'HS256', key })
    const signed = (alg: string) => sign({ [NAMESPACE]: CLAIMS }, new TextEncoder().encode(key), { alg })
    expect(await hmac.authenticate(bearer(await signed('HS384')))).toMatchObject({ role: 'user' })
    expect(await refusal(hmac.authenticate(bearer(await signed('HS512'))))).toMatchObject({
      code: 'invalid-jwt',
    })
  })

  test('never takes a public key for a shared secret', async () => {
    const { pem } = pemPair('rsa')
    const auth = await openJwtAuth({ type: 'RS256', key: pem })
    const forged = await sign({ [NAMESPACE]: CLAIMS }, new TextEncoder().encode(pem))
    expect(await refusal(auth.authenticate(bearer(forged)))).toMatchObject({ code: 'invalid-jwt' })
  })
})

describe('openAuth() refuses a JWT secret', () => {
  test.each<[string, object, string]>([
    ['of an unknown type', { type: 'PS256', key: 'x' }, 'Key type: PS256 is not supported'],
    ['with neither key nor URL', {}, 'key and jwk_url both cannot be empty'],
    ['with key and URL', { ...HS256, jwk_url: 'http://x/y' }, 'key, jwk_url both cannot be present'],
    [
      'with two namespaces',
      { ...HS256, claims_namespace: 'a', claims_namespace_path: '$.b' },
      'both cannot be set',
    ],
    [
      'with a short key',
      { type: 'HS256', key: 'short-secret' },
      'Key size too small; should be atleast 32 characters',
    ],
    ['whose PEM is none', { type: 'RS256', key: 'not-a-pem-secret' }, 'Could not decode the PEM'],
    ['without the role mappings', { ...HS256, claims_map: {} }, 'x-hasura-allowed-roles'],
  ])('%s, never showing the key', async (_name, secret, message) => {
    const failure = await openJwtAuth(secret).then(
      () => new Error('opened'),
      (error: Error) => error,
    )
    expect(failure.message).toContain(message)
    expect(failure.message).not.toMatch(/short-secret|not-a-pem-secret|kkkk/)
  })
})

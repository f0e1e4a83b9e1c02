import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { publishJwks } from '../../functions/token/jwks.js'
import type { SessionReaderOptions } from '../../server/options.js'
import { createSessionReader } from '../../server/session-from.js'
import { keyPair } from '../support/key-pairs.js'
import { jwtSecretJson, secret } from '../support/test-env.js'
import { headersOf, signedIn } from './support/signed-in.js'

const issuer = 'https://app.example'
const agreed = { issuer, audience: 'hasura' }
const jwksUrl = `${issuer}/.well-known/jwks.json`
const byUrl = JSON.stringify({ jwk_url: jwksUrl, ...agreed })

type SignedIn = Awaited<ReturnType<typeof signedIn>>

const statusOf = async ({ cookies, clock }: SignedIn, options: SessionReaderOptions) =>
  (await createSessionReader({ clock, ...options })(headersOf(cookies))).status

/** A site that publishes what the functions publish, with what it was asked. */
async function jwksOf({ world, clock }: SignedIn) {
  const site = {
    answer: await publishJwks(new Request(jwksUrl), world.deps),
    fail: false,
    asked: 0,
    clock,
    fetch: async (input: RequestInfo | URL) => {
      expect(String(input)).toBe(jwksUrl)
      site.asked += 1
      if (site.fail) throw new TypeError('fetch failed')
      return site.answer.clone()
    },
  }
  return site
}

const pemEnv = (...pairs: { privatePem: string }[]) => ({
  HASURA_GRAPHQL_JWT_SECRET: byUrl,
  JWT_PRIVATE_KEYS: pairs.map(({ privatePem }) => privatePem).join('\n'),
})

describe('F-58 every configuration of Hasura verifies what the functions sign', () => {
  test.each(['HS256', 'HS384', 'HS512'])('%s with a shared secret', async (type) => {
    const jwtSecret = jwtSecretJson({ type, key: secret() + secret() })
    const person = await signedIn({ HASURA_GRAPHQL_JWT_SECRET: jwtSecret })
    expect(await statusOf(person, { jwtSecret })).toBe('signed-in')
    expect(await statusOf(person, { jwtSecret: jwtSecretJson({ type, key: secret() + secret() }) })).toBe(
      'ask-session-route',
    )
  })

  test.each(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'])(
    '%s with a key in PEM, and a JWKS',
    async (type) => {
      const { publicPem, privatePem, privateKey } = keyPair(type)
      const jwtSecret = jwtSecretJson({ type, key: publicPem })
      const person = await signedIn({ HASURA_GRAPHQL_JWT_SECRET: jwtSecret, JWT_PRIVATE_KEYS: privatePem })
      expect(await statusOf(person, { jwtSecret })).toBe('signed-in')
      const other = jwtSecretJson({ type, key: keyPair(type).publicPem })
      expect(await statusOf(person, { jwtSecret: other })).toBe('ask-session-route')
      const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: type })
      const rotated = await signedIn({ HASURA_GRAPHQL_JWT_SECRET: byUrl, JWT_PRIVATE_KEYS: jwk })
      const { fetch, answer } = await jwksOf(rotated)
      expect(await statusOf(rotated, { jwtSecret: byUrl, fetch })).toBe('signed-in')
      expect(await statusOf(rotated, { jwksUrl, ...agreed, fetch })).toBe('signed-in')
      expect(await statusOf(rotated, { keys: { ...(await answer.json()) }, ...agreed })).toBe('signed-in')
    },
  )

  test('a key of PKCS #1, claims as text in a namespace of their own', async () => {
    const { publicPem, privatePem } = keyPair('RS256')
    const key = createPublicKey(publicPem).export({ type: 'pkcs1', format: 'pem' }).toString()
    const claims = { claims_namespace: 'mine', claims_format: 'stringified_json', allowed_skew: 10 }
    const jwtSecret = jwtSecretJson({ type: 'RS256', key, ...claims, header: { type: 'Authorization' } })
    const person = await signedIn({ HASURA_GRAPHQL_JWT_SECRET: jwtSecret, JWT_PRIVATE_KEYS: privatePem })
    expect(await statusOf(person, { jwtSecret })).toBe('signed-in')
  })

  test('keys that are replaced with overlap', async () => {
    const [old, next] = [keyPair('ES256'), keyPair('RS256')]
    const before = await signedIn(pemEnv(old))
    const { fetch } = await jwksOf(await signedIn(pemEnv(next, old)))
    expect(await statusOf(before, { jwtSecret: byUrl, fetch })).toBe('signed-in')
    const { fetch: after } = await jwksOf(await signedIn(pemEnv(next)))
    expect(await statusOf(before, { jwtSecret: byUrl, fetch: after })).toBe('ask-session-route')
  })
})

describe('F-59 a JWKS', () => {
  async function reader() {
    const person = await signedIn(pemEnv(keyPair('ES256')))
    const site = await jwksOf(person)
    const sessionFrom = createSessionReader({ jwtSecret: byUrl, clock: site.clock, fetch: site.fetch })
    const read = (headers = headersOf(person.cookies)) => sessionFrom(headers)
    return { person, site, read, advance: person.world.advance }
  }
  const unavailable = { status: 'ask-session-route', reason: 'keys-unavailable' }

  test('is kept as long as it says, and asked for again afterwards', async () => {
    const { site, read, advance } = await reader()
    for (let time = 0; time < 3; time += 1) expect((await read()).status).toBe('signed-in')
    advance(299)
    await read()
    expect(site.asked).toBe(1)
    advance(1)
    expect([(await read()).status, site.asked]).toEqual(['signed-in', 2])
  })

  test.each([
    ['no-store', 0, 10],
    ['max-age=300', 299, 10],
    ['max-age=100', 40, 60],
    ['public, max-age=999999999', 0, 3600],
    ['', 0, 60],
  ])('with %j and an age of %i seconds is kept for %i', async (cacheControl, age, seconds) => {
    const { site, read, advance } = await reader()
    const headers = { 'cache-control': cacheControl, age: String(age) }
    site.answer = new Response(await site.answer.text(), { headers })
    await read()
    advance(seconds - 1)
    await read()
    expect(site.asked).toBe(1)
    advance(1)
    await read()
    expect(site.asked).toBe(2)
  })

  test('that cannot be had signs nobody in or out, and is not asked for at each request', async () => {
    const { site, read, advance, person } = await reader()
    site.fail = true
    person.cookies.delete('__Host-gha-refresh')
    for (let time = 0; time < 3; time += 1) expect(await read()).toEqual(unavailable)
    expect(site.asked).toBe(1)
    expect(await read(new Headers())).toEqual({ status: 'signed-out' })
    site.fail = false
    advance(10)
    expect([(await read()).status, site.asked]).toEqual(['signed-in', 2])
  })

  test.each([
    ['an error', new Response('{"keys":[]}', { status: 500 })],
    [
      'a redirect',
      new Response('{"keys":[]}', { status: 302, headers: { location: 'https://evil.example' } }),
    ],
    ['a page', new Response('<html>')],
    ['JSON of another shape', Response.json({ keys: 'none' })],
    ['megabytes', new Response(`{"keys":[],"x":"${'x'.repeat(1_000_000)}"}`)],
  ])('that is %s cannot be had', async (_name, answer) => {
    const { site, read } = await reader()
    site.answer = answer
    expect(await read()).toEqual(unavailable)
  })

  test('is asked for once in ten seconds because of keys that it does not have', async () => {
    const { site, read, advance, person } = await reader()
    const stranger = await signedIn(pemEnv(keyPair('ES256')))
    await read()
    for (let time = 0; time < 5; time += 1)
      expect((await read(headersOf(stranger.cookies))).status).toBe('ask-session-route')
    expect(site.asked).toBe(1)
    advance(10)
    for (let time = 0; time < 5; time += 1) await read(headersOf(stranger.cookies))
    expect(site.asked).toBe(2)
    site.answer = await publishJwks(new Request(jwksUrl), stranger.world.deps)
    advance(10)
    expect([(await read(headersOf(stranger.cookies))).status, site.asked]).toEqual(['signed-in', 3])
    expect((await read(headersOf(person.cookies))).status).toBe('ask-session-route')
  })

  test('gives no shared secret, no key for something else, none without a name, and none that is short', async () => {
    const { person, site, read, advance } = await reader()
    const { keys } = (await site.answer.clone().json()) as { keys: [Record<string, unknown>] }
    const [key] = keys
    const short = createPublicKey(keyPair('RS256', 1024).publicPem).export({ format: 'jwk' })
    const wrong = [
      { ...key, use: 'enc' },
      { ...key, kid: undefined },
      { ...key, alg: 'ES384' },
      { ...key, alg: 'HS256' },
    ]
    const others = [
      { kty: 'oct', k: secret(), kid: key['kid'], alg: 'HS256' },
      { ...short, kid: key['kid'] },
      null,
      'x',
    ]
    for (const jwk of [...wrong, ...others]) {
      site.answer = Response.json({ keys: [jwk] }, { headers: { 'cache-control': 'no-store' } })
      expect(await read()).toEqual({ status: 'ask-session-route', reason: 'access-token-refused' })
      advance(10)
    }
    site.answer = Response.json({ keys: [key] })
    expect((await read(headersOf(person.cookies))).status).toBe('signed-in')
  })

  test('has a deadline', async () => {
    const { person, site } = await reader()
    const signals: (AbortSignal | null | undefined)[] = []
    const fetch = async (_input: RequestInfo | URL, init?: RequestInit) => {
      signals.push(init?.signal)
      throw new DOMException('', 'TimeoutError')
    }
    const sessionFrom = createSessionReader({ jwtSecret: byUrl, clock: site.clock, fetch })
    expect(await sessionFrom(headersOf(person.cookies))).toEqual(unavailable)
    expect(signals).toEqual([expect.any(AbortSignal)])
  })
})

describe('F-60 createSessionReader() refuses', () => {
  const jwtSecret = jwtSecretJson()
  const wrong: [string, object][] = [
    ['no key', agreed],
    ['two places of a key', { jwtSecret, jwksUrl }],
    ['an issuer that is said twice', { jwtSecret, issuer }],
    ['a JWKS without an issuer', { jwksUrl, audience: 'hasura' }],
    ['a JWKS with an empty audience', { jwksUrl, issuer, audience: '' }],
    ['an address on http', { jwksUrl: 'http://app.example/jwks', ...agreed }],
    ['an authUrl on http', { jwtSecret, authUrl: 'http://app.example' }],
    ['an authUrl that is none', { jwtSecret, authUrl: 'app.example' }],
    ['text that is no JSON', { jwtSecret: 'secret' }],
    ['a secret that is not there', { jwtSecret: undefined }],
    ['a member that is not understood', { jwtSecret: jwtSecretJson({ claims_map: {} }) }],
    ['another header', { jwtSecret: jwtSecretJson({ header: { type: 'Cookie', name: 'x' } }) }],
    ['no audience', { jwtSecret: jwtSecretJson({ audience: undefined }) }],
    ['several audiences', { jwtSecret: jwtSecretJson({ audience: ['a', 'b'] }) }],
    ['the algorithm none', { jwtSecret: jwtSecretJson({ type: 'none' }) }],
    ['the algorithm of an object', { jwtSecret: jwtSecretJson({ type: 'constructor' }) }],
    ['another format of claims', { jwtSecret: jwtSecretJson({ claims_format: 'xml' }) }],
    ['a skew of an hour', { jwtSecret: jwtSecretJson({ allowed_skew: 3600 }) }],
    ['a key and an address', { jwtSecret: jwtSecretJson({ jwk_url: jwksUrl }) }],
  ]
  test.each(wrong)('%s', (_name, options) => {
    expect(() => createSessionReader(options as SessionReaderOptions)).toThrow(TypeError)
  })

  test.each([
    ['a secret that is too short', { type: 'HS512', key: secret() }],
    ['a secret in the place of a public key', { type: 'RS256', key: secret() }],
    ['a key of another curve', { type: 'ES384', key: keyPair('ES256').publicPem }],
    ['a key of another type', { type: 'RS256', key: keyPair('ES256').publicPem }],
    ['a short key', { type: 'RS256', key: keyPair('RS256', 1024).publicPem }],
  ])('%s, at the first reading', async (_name, different) => {
    const person = await signedIn()
    await expect(statusOf(person, { jwtSecret: jwtSecretJson(different) })).rejects.toThrow(TypeError)
  })
})

import { generateKeyPairSync } from 'node:crypto'
import { exportJWK, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { openAuth } from '../../src/auth/open-auth.js'
import { type ManualClock, manualClock } from '../support/manual-clock.js'
import { ADMIN_SECRET, bearer, CLAIMS, NAMESPACE, refusal, sign } from './support.js'

const URL = 'http://keys.test/jwks.json'
const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A JWKS endpoint in memory; what it serves can be changed. */
function keyServer(headers: Record<string, string>) {
  const state = { keys: [] as JWK[], failures: 0, fetches: 0 }
  const serve: typeof fetch = async () => {
    state.fetches++
    if (state.failures === 0) return new Response(JSON.stringify({ keys: state.keys }), { headers })
    state.failures--
    throw new TypeError('fetch failed')
  }
  return Object.assign(state, { fetch: serve })
}

/** Moves the clock until the server has been asked that often. */
async function untilFetched(server: { fetches: number }, times: number, clock: ManualClock): Promise<void> {
  const passSecond = async () => {
    await clock.advance(1000)
    return server.fetches
  }
  await expect.poll(passSecond).toBe(times)
}

function open(server: ReturnType<typeof keyServer>, clock: ManualClock) {
  const env = {
    HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET,
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url: URL }),
  }
  return openAuth(env, { fetch: server.fetch, clock, log: () => {} })
}

const publicJwk = async (pair: ReturnType<typeof keyPair>, kid: string) => ({
  ...(await exportJWK(pair.publicKey)),
  kid,
})
const tokenOf = (pair: ReturnType<typeof keyPair>, kid: string) =>
  sign({ [NAMESPACE]: CLAIMS }, pair.privateKey, { alg: 'RS256', kid })

describe('a JWKS', () => {
  test('verifies with any of its keys', async () => {
    const [one, two] = [keyPair(), keyPair()]
    const server = keyServer({})
    server.keys = [await publicJwk(one, '1'), { ...(await publicJwk(two, '2')), alg: 'RS256', use: 'sig' }]
    const auth = await open(server, manualClock())
    expect(await auth.authenticate(bearer(await tokenOf(one, '1')))).toMatchObject({ role: 'user' })
    expect(await auth.authenticate(bearer(await tokenOf(two, '2')))).toMatchObject({ role: 'user' })
    expect(await refusal(auth.authenticate(bearer(await tokenOf(keyPair(), '1'))))).toMatchObject({
      code: 'invalid-jwt',
    })
  })

  test('says that it has no key where its set is empty', async () => {
    const auth = await open(keyServer({}), manualClock())
    expect(await refusal(auth.authenticate(bearer(await tokenOf(keyPair(), '1'))))).toEqual({
      code: 'invalid-jwt',
      message: 'Could not verify JWT: JWSError NoUsableKeys',
      status: 400,
    })
  })

  test('passes over keys of other kinds', async () => {
    const pair = keyPair()
    const server = keyServer({})
    server.keys = [
      { kty: 'oct', k: 'AAAA' },
      { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' },
      await publicJwk(pair, '1'),
    ]
    const auth = await open(server, manualClock())
    expect(await auth.authenticate(bearer(await tokenOf(pair, '1')))).toMatchObject({ role: 'user' })
  })

  test.each([
    ['Cache-Control: max-age', { 'cache-control': 'public, max-age=120' }, 120_000],
    ['Expires', { expires: 'Thu, 01 Jan 2026 00:05:00 GMT' }, 300_000],
    ['no-cache', { 'cache-control': 'no-cache' }, 60_000],
  ])('is fetched again when %s says so, and then knows the new key', async (_name, headers, lifetimeMs) => {
    const [old, fresh] = [keyPair(), keyPair()]
    const server = keyServer(headers)
    const clock = manualClock()
    server.keys = [await publicJwk(old, '1')]
    const auth = await open(server, clock)
    server.keys = [await publicJwk(fresh, '2')]
    await clock.advance(lifetimeMs - 1)
    expect(server.fetches).toBe(1)
    await clock.advance(1)
    expect(server.fetches).toBe(2)
    expect(await auth.authenticate(bearer(await tokenOf(fresh, '2')))).toMatchObject({ role: 'user' })
    expect(await refusal(auth.authenticate(bearer(await tokenOf(old, '1'))))).toMatchObject({
      code: 'invalid-jwt',
    })
    auth.close()
  })

  test('is never fetched again when the answer does not say how long it is good', async () => {
    const server = keyServer({})
    const clock = manualClock()
    await open(server, clock)
    await clock.advance(7 * 24 * 3600 * 1000)
    expect(server.fetches).toBe(1)
  })

  test('keeps its keys while the server is away, and asks again', async () => {
    const pair = keyPair()
    const server = keyServer({ 'cache-control': 'max-age=60' })
    const clock = manualClock()
    server.keys = [await publicJwk(pair, '1')]
    const auth = await open(server, clock)
    server.failures = 1
    await clock.advance(60_000)
    expect(await auth.authenticate(bearer(await tokenOf(pair, '1')))).toMatchObject({ role: 'user' })
    await clock.advance(60_000)
    expect(server.fetches).toBe(3)
    auth.close()
    await clock.advance(600_000)
    expect(server.fetches).toBe(3)
  })

  test('is asked for three times at the start before the engine gives up', async () => {
    const pair = keyPair()
    const server = keyServer({})
    const clock = manualClock()
    server.keys = [await publicJwk(pair, '1')]
    server.failures = 2
    const opening = open(server, clock)
    await untilFetched(server, 3, clock)
    expect(await (await opening).authenticate(bearer(await tokenOf(pair, '1')))).toMatchObject({
      role: 'user',
    })
    server.failures = 3
    const failing = open(server, clock).catch((error: Error) => error.message)
    await untilFetched(server, 6, clock)
    expect(await failing).toBe(`The JWKS at ${URL} cannot be read`)
  })
})

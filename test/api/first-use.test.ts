import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { repository } from '../../dev/repository.js'
import { secret, testEnv } from '../support/test-env.js'

const functions = ['hkdfSync', 'createHmac', 'createCipheriv', 'createSign', 'sign'] as const

/** Counts what is derived and signed, by bundles and packages too, from now on. */
function countCrypto() {
  const spies = functions.map((name) => vi.spyOn(crypto, name))
  syncBuiltinESMExports()
  return () =>
    Object.fromEntries(
      functions.flatMap((name, index) =>
        spies[index]?.mock.calls.length ? [[name, spies[index].mock.calls.length]] : [],
      ),
    )
}

/** A new instance of the function as it is deployed, which answers one request. */
async function answerFirst(name: string, path: string, headers: HeadersInit = {}): Promise<Response> {
  const bundle = pathToFileURL(`${repository}/.build/functions/${name}.js`).href
  const { GET } = await import(/* @vite-ignore */ `${bundle}?${secret()}`)
  return GET(new Request(`https://app.example${path}`, { headers }))
}

describe('an instance derives and signs nothing before it is needed', () => {
  beforeEach(() => {
    const ciLogin = {
      audience: 'hasura',
      rules: [{ repository: 'acme/app', ref: 'refs/heads/main', role: 'bot' }],
    }
    const given = { AUTH_SECRET_PREVIOUS: secret(), GITHUB_ACTIONS_LOGIN: JSON.stringify(ciLogin) }
    for (const [key, value] of Object.entries(testEnv(given))) vi.stubEnv(key, value)
  })
  afterEach(() => {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })

  test('who has no cookies is answered without a key', async () => {
    const counted = countCrypto()
    const response = await answerFirst('auth/session', '/api/auth/session')
    expect([response.status, await response.json()]).toEqual([200, null])
    expect(counted()).toEqual({})
  })

  test('a refresh cookie of nobody costs the ids of the secrets, and no signature', async () => {
    const counted = countCrypto()
    const token = `v2.${crypto.randomUUID()}.1.${'a'.repeat(10)}.${'A'.repeat(43)}`
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const response = await answerFirst('auth/session', '/api/auth/session', {
      cookie: `__Host-gha-refresh=${token}`,
    })
    expect(response.status).toBe(503)
    expect(counted()).toEqual({ hkdfSync: 2 })
  })

  test('jwks publishes keys without deriving one', async () => {
    const counted = countCrypto()
    expect((await answerFirst('jwks', '/.well-known/jwks.json')).status).toBe(200)
    expect(counted()).toEqual({})
  })

  test('health names secrets by their ids and makes nothing else', async () => {
    const counted = countCrypto()
    expect((await answerFirst('health', '/api/health')).status).toBe(200)
    expect(counted()).toEqual({ hkdfSync: 2 })
  })
})

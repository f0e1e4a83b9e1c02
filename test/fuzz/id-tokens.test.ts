import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText, damaged, fewRuns, someRuns } from '../../engine/test/support/odd-texts.js'
import { callAction } from '../support/call-webhook.js'
import { answeringWorld, sameBytes } from './support.js'

const issuer = 'https://token.actions.githubusercontent.com'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rule = { repository: 'acme/app', ref: 'refs/heads/main', role: 'deployer' }
const world = answeringWorld({ GITHUB_ACTIONS_LOGIN: JSON.stringify({ audience: 'hasura', rules: [rule] }) })
const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }
world.sites.set(`${issuer}/.well-known/jwks`, () => Response.json({ keys: [key] }))
const iat = Math.floor(world.clock.now.getTime() / 1000)

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value) ?? '').toString('base64url')
}

/** Signs whatever it is given with the issuer's own key. */
function signed(header: unknown, payload: unknown): string {
  const content = `${encode(header)}.${encode(payload)}`
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`
}

const goodHeader = { alg: 'RS256', typ: 'JWT', kid: 'k1' }
const good = {
  iss: issuer,
  aud: 'hasura',
  sub: 'repo:acme/app:ref:refs/heads/main',
  jti: 'a-token-of-a-run',
  iat,
  exp: iat + 300,
  repository: 'acme/app',
  repository_id: '77',
  ref: 'refs/heads/main',
  event_name: 'push',
}

async function statusOf(idToken: string): Promise<number> {
  return (await callAction(world, 'loginWithGithubActions', { input: { idToken } })).status
}

describe('ID tokens from outside', () => {
  test('a good one is let in, so that the rest proves something', async () => {
    expect(await statusOf(signed(goodHeader, good))).toBe(200)
  })

  test('S-JWT-12 texts of any kind are refused', async () => {
    const genuine = signed(goodHeader, good)
    const long = fc.string({ minLength: 8000, maxLength: 9000 })
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, damaged(genuine), long), async (text) => {
        fc.pre(!sameBytes(text, genuine))
        expect([400, 403]).toContain(await statusOf(text))
      }),
      someRuns,
    )
  })

  test('S-JWT-06 headers of any kind choose no other way, also when the issuer signed them', async () => {
    const headers = fc.oneof(
      fc.jsonValue(),
      fc.record({
        alg: fc.constantFrom('none', 'None', 'HS256', 'RS384', 'PS256', 'ES256', ''),
        kid: fc.oneof(fc.constant('k1'), anyText),
        jku: fc.webUrl(),
        jwk: fc.constant(key),
        x5u: fc.webUrl(),
        crit: fc.array(fc.string()),
      }),
    )
    await fc.assert(
      fc.asyncProperty(headers, async (header) => {
        expect([400, 403]).toContain(await statusOf(signed(header, good)))
      }),
      fewRuns,
    )
    expect(new Set(world.calls.map(({ url }) => new URL(url).origin))).toEqual(
      new Set([issuer, new URL(world.deps.config.hasuraEndpoint).origin]),
    )
  })

  test('S-JWT-07 payloads of any kind are refused, also when the issuer signed them', async () => {
    const changed = fc
      .tuple(fc.constantFrom(...Object.keys(good)), fc.jsonValue())
      .filter(([name, value]) => !['sub', 'repository_id'].includes(name) || typeof value !== 'string')
      .map(([name, value]) => ({ ...good, [name]: value }))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), changed), async (payload) => {
        const isGood = JSON.stringify(payload) === JSON.stringify(good)
        const hasTime =
          typeof payload === 'object' && payload !== null && 'exp' in payload && 'iat' in payload
        const stillGood = hasTime && ['exp', 'iat', 'aud'].some((name) => differsOnlyIn(name, payload))
        fc.pre(!isGood && !stillGood)
        expect([400, 403]).toContain(await statusOf(signed(goodHeader, payload)))
      }),
      fewRuns,
    )
  })
})

/** Another time may still be a good time, and a list may hold our audience. */
function differsOnlyIn(name: string, payload: object): boolean {
  return Object.entries(good).every(([key, value]) => key === name || Reflect.get(payload, key) === value)
}

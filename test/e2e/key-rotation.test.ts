import { randomBytes } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createKeyPair } from '../../cli/keys/create-key-pair.js'
import { type RotationStep, rotateJwtKeys } from '../../cli/keys/rotate-jwt-keys.js'
import { createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { captureStdout } from '../support/capture-stdout.js'
import { type JwksFront, startJwksFront } from '../support/jwks-front.js'
import { type Redeployable, startRedeployable } from '../support/redeploy.js'

let deployed: Redeployable
let front: JwksFront
let secret: { HASURA_GRAPHQL_JWT_SECRET: string }
const output = captureStdout()

beforeAll(async () => {
  deployed = await startRedeployable()
  front = await startJwksFront(`${deployed.app}/.well-known/jwks.json`)
  const agreed = { jwk_url: front.url, issuer: 'https://app.example', audience: 'hasura' }
  secret = { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(agreed) }
})

afterAll(async () => {
  await deployed.close()
  await front.close()
  output.release()
})

function firstKeys(): string {
  return JSON.stringify({ keys: [createKeyPair('ES256', new Date()).privateJwk] })
}

async function deploy(keys: string): Promise<void> {
  await deployed.deployFunctions({ ...secret, JWT_PRIVATE_KEYS: keys })
}

/** What `npm run keys -- rotate` says to do next, done. */
async function nextStep(privateKeys: string): Promise<{ step: RotationStep['name']; keys: string }> {
  const { name, variables } = rotateJwtKeys({ privateKeys, accessTokenSeconds: 900, now: new Date() })
  const keys = variables['JWT_PRIVATE_KEYS'] ?? ''
  await deploy(keys)
  return { step: name, keys }
}

/** Waits until the engine has the keys that are published now: it asks again only after it has read an answer. */
async function engineHasKeys(howMany: number): Promise<void> {
  const lastTwo = () => front.served.slice(-2).map((kids) => kids.length)
  await expect.poll(lastTwo, { interval: 50 }).toEqual([howMany, howMany])
}

const ask = async (token: string) => {
  const answer = await requestGraphql(deployed.flow.endpoint, { query: '{ users { login } }', token })
  return answer.errors?.[0]?.extensions?.code ?? 'good'
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid

describe('replacing the signing key', () => {
  it('S-JWT-09 refuses no token on the way, and the old key at its end', { timeout: 120_000 }, async () => {
    const initial = firstKeys()
    await deploy(initial)
    await deployed.startEngine(secret)
    const old = await signIn(deployed.flow, 'ada')

    const published = await nextStep(initial)
    expect([published.step, await ask(old.accessToken)]).toEqual(['publish', 'good'])
    const between = await signIn(deployed.flow, 'ada')
    expect(kidOf(between.accessToken)).toBe(kidOf(old.accessToken))
    await engineHasKeys(2)

    const signing = await nextStep(published.keys)
    const fresh = await refresh(deployed.flow, between.refreshToken)
    expect([signing.step, await ask(fresh.accessToken), await ask(old.accessToken)]).toEqual([
      'sign',
      'good',
      'good',
    ])
    expect(kidOf(fresh.accessToken)).not.toBe(kidOf(old.accessToken))

    const retired = await nextStep(signing.keys)
    await engineHasKeys(1)
    expect([retired.step, await ask(old.accessToken), await ask(fresh.accessToken)]).toEqual([
      'retire',
      'invalid-jwt',
      'good',
    ])
    expect(await refresh(deployed.flow, old.refreshToken)).toMatchObject({ login: 'ada' })
  })

  it('S-JWT-09 says why when a key signs before Hasura can know it', async () => {
    front.maxAgeSeconds = 300
    await deploy(firstKeys())
    await deployed.startEngine(secret)
    expect(await signIn(deployed.flow, 'ben')).toMatchObject({ login: 'ben' })
    await deploy(firstKeys())
    await expect(signIn(deployed.flow, 'ben')).rejects.toThrow('This service is not set up correctly.')
    await expect.poll(() => output.lines.join('\n')).toContain('Hasura refuses our token (invalid-jwt)')
  })
})

describe('a changed HS256 key, which Hasura holds once', () => {
  const shared = () => {
    const key = randomBytes(32).toString('base64url')
    const agreed = { type: 'HS256', key, issuer: 'https://app.example', audience: 'hasura' }
    return { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(agreed) }
  }
  const sessionSchema = z.object({ sessionId: z.string(), accessToken: z.string() })

  it('R-06e is noticed by the next session read, and ends no session whoever has it first', async () => {
    const [first, second, third] = [shared(), shared(), shared()]
    const browser = createBrowser()
    const read = async () => sessionSchema.parse(await readSession(browser, deployed.app))
    await deployed.deployFunctions(first)
    await deployed.startEngine(first)
    await signInWith(browser, deployed.app, 'ada')
    const { sessionId, accessToken } = await read()
    expect(await ask(accessToken)).toBe('good')

    await deployed.startEngine(second)
    await deployed.deployFunctions(second)
    const afterwards = await read()
    expect([afterwards.sessionId, await ask(afterwards.accessToken)]).toEqual([sessionId, 'good'])
    expect(await ask(accessToken)).toBe('invalid-jwt')

    await deployed.deployFunctions(third)
    const cookies = new Map(browser.cookies)
    const between = await browser.fetch(`${deployed.app}/api/auth/session`)
    expect([between.status, await between.json()]).toMatchObject([500, { error: { code: 'misconfigured' } }])
    expect(browser.cookies).toEqual(cookies)
    await deployed.startEngine(third)
    const last = await read()
    expect([last.sessionId, await ask(last.accessToken)]).toEqual([sessionId, 'good'])
  })
})

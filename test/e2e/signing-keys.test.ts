import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { captureStdout } from '../support/capture-stdout.js'
import { keyPair } from '../support/key-pairs.js'
import { type Redeployable, startRedeployable } from '../support/redeploy.js'

let deployed: Redeployable
const output = captureStdout()

beforeAll(async () => {
  deployed = await startRedeployable()
})

afterAll(async () => {
  await deployed.close()
  output.release()
})

const agreed = { issuer: 'https://app.example', audience: 'hasura' }
const secretOf = (different: object) => ({
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ ...agreed, ...different }),
})

interface Deployment {
  /** What Hasura and the functions share. */
  shared: Record<string, string>
  privateKeys?: string
}

/** Functions first: an engine that reads our JWKS asks for it when it starts. */
async function deploy({ shared, privateKeys }: Deployment): Promise<void> {
  await deployed.deployFunctions({ ...shared, ...(privateKeys && { JWT_PRIVATE_KEYS: privateKeys }) })
  await deployed.startEngine(shared)
}

const who = (endpoint: string, token: string) =>
  requestGraphql(endpoint, { query: '{ users { login } }', token })

async function signInAndAsk(person: string) {
  const session = await signIn(deployed.flow, person)
  const renewed = await refresh(deployed.flow, session.refreshToken)
  for (const token of [session.accessToken, renewed.accessToken])
    expect(await who(deployed.flow.endpoint, token)).toEqual({ data: { users: [{ login: person }] } })
  return decodeProtectedHeader(session.accessToken)
}

const jwksSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) })

async function publishedKeys() {
  const response = await fetch(`${deployed.app}/.well-known/jwks.json`)
  return {
    cacheControl: response.headers.get('cache-control'),
    ...jwksSchema.parse(await response.json()),
  }
}

describe('a shared secret', () => {
  it.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ])('S-CLAIM-05 signs with %s what Hasura verifies', async (type, bytes) => {
    await deploy({ shared: secretOf({ type, key: randomBytes(bytes).toString('base64url') }) })
    expect(await signInAndAsk('ada')).toEqual({ alg: type, typ: 'JWT' })
    expect((await publishedKeys()).keys).toEqual([])
  })
})

describe('a key pair', () => {
  const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']

  it.each(algorithms)('S-CLAIM-05 signs with %s what Hasura verifies by its public key', async (type) => {
    const { privatePem, publicPem } = keyPair(type)
    await deploy({ shared: secretOf({ type, key: publicPem }), privateKeys: privatePem })
    expect(await signInAndAsk('ben')).toEqual({
      alg: type,
      typ: 'JWT',
      kid: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  it.each(algorithms)('S-JWT-09 signs with %s what Hasura verifies by our JWKS', async (type) => {
    const { privateKey } = keyPair(type)
    const privateKeys = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: type })
    const shared = secretOf({ jwk_url: `${deployed.app}/.well-known/jwks.json` })
    await deploy({ shared, privateKeys })
    const { alg, kid } = await signInAndAsk('cleo')
    const published = await publishedKeys()
    expect(published.cacheControl).toBe('public, max-age=300')
    expect(published.keys).toMatchObject([{ alg: type, kid, use: 'sig' }])
    expect(alg).toBe(type)
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi'])
      expect(published.keys[0]).not.toHaveProperty(member)
  })
})

describe('what both sides must agree on', () => {
  const key = randomBytes(32).toString('base64url')
  const hs256 = { type: 'HS256', key }

  it('S-CLAIM-05 puts claims as text under a name of their own when both are told so', async () => {
    const claims_namespace = 'https://app.example/claims'
    await deploy({ shared: secretOf({ ...hs256, claims_namespace, claims_format: 'stringified_json' }) })
    await signInAndAsk('ada')
    const { accessToken } = await signIn(deployed.flow, 'ada')
    const claims: unknown = JSON.parse(z.string().parse(decodeJwt(accessToken)[claims_namespace]))
    expect(claims).toMatchObject({ 'x-hasura-allowed-roles': ['user'], 'x-hasura-user-id': '1001001' })
  })

  it('S-JWT-04 an engine with another issuer, audience, key, algorithm, place or format of claims refuses', async () => {
    await deploy({ shared: secretOf(hs256) })
    const { accessToken } = await signIn(deployed.flow, 'ada')
    expect(await who(deployed.flow.endpoint, accessToken)).toHaveProperty('data')
    const others: [object, string][] = [
      [{ ...hs256, issuer: 'https://evil.example' }, 'invalid-jwt'],
      [{ ...hs256, audience: 'other' }, 'invalid-jwt'],
      [{ ...hs256, key: randomBytes(32).toString('base64url') }, 'invalid-jwt'],
      [{ ...hs256, type: 'HS512', key: key.padEnd(64, 'x') }, 'invalid-jwt'],
      [{ ...hs256, claims_namespace: 'https://app.example/claims' }, 'jwt-invalid-claims'],
      [{ ...hs256, claims_format: 'stringified_json' }, 'jwt-invalid-claims'],
    ]
    for (const [different, code] of others) {
      const { endpoint } = await deployed.addEngine(secretOf(different))
      const { data, errors } = await who(endpoint, accessToken)
      expect([different, data, errors?.[0]?.extensions?.code]).toEqual([different, undefined, code])
    }
  })

  it('S-CLAIM-05 says that the service is not set up correctly when Hasura has another issuer', async () => {
    await deployed.deployFunctions(secretOf(hs256))
    await deployed.startEngine(secretOf({ ...hs256, issuer: 'https://other.example' }))
    await expect(signIn(deployed.flow, 'ada')).rejects.toThrow('This service is not set up correctly.')
    await expect
      .poll(() => output.lines.join('\n'))
      .toContain('HASURA_GRAPHQL_JWT_SECRET must be the same there and here')
  })
})

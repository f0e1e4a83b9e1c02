import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { jwtVerify } from 'jose/jwt/verify'
import { describe, expect, test } from 'vitest'
import { createEnvironment } from '../../../cli/keys/create-environment.js'
import { formatEnvironment } from '../../../cli/keys/format-environment.js'
import { rotateJwtKeys } from '../../../cli/keys/rotate-jwt-keys.js'
import { rotateWebhookSecret, webhookSecrets } from '../../../cli/keys/rotate-webhook-secret.js'
import { type JwtAlgorithm, jwtAlgorithms } from '../../../functions/config/jwt-algorithm.js'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { createDeps } from '../../../functions/create-deps.js'
import { publishJwks } from '../../../functions/token/jwks.js'
import { mintToken } from '../../../functions/token/mint.js'
import { secret, testEnv } from '../../support/test-env.js'

const now = new Date('2026-03-01T12:00:00Z')
const authUrl = 'https://app.example'
const algorithms = Object.keys(jwtAlgorithms) as JwtAlgorithm[]
const fromElsewhere = ({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, HASURA_GRAPHQL_ENDPOINT } = testEnv()) => ({
  GITHUB_CLIENT_ID,
  GITHUB_CLIENT_SECRET,
  HASURA_GRAPHQL_ENDPOINT,
})

describe('npm run keys', () => {
  test.each(algorithms.flatMap((algorithm) => [false, true].map((jwks) => ({ algorithm, jwks }))))(
    'makes an environment for %j that the functions take',
    ({ algorithm, jwks }) => {
      const { functions, hasura } = createEnvironment({ algorithm, authUrl, jwks }, now)
      const config = parseConfig({ ...functions, ...fromElsewhere() })
      expect(config.jwt.signingKey.algorithm).toBe(algorithm)
      expect(hasura['HASURA_GRAPHQL_JWT_SECRET']).toBe(functions['HASURA_GRAPHQL_JWT_SECRET'])
      expect(hasura['JWT_PRIVATE_KEYS']).toBeUndefined()
      expect(functions['HASURA_GRAPHQL_ADMIN_SECRET']).toBeUndefined()
    },
  )

  test('makes other secrets every time', () => {
    const make = () => createEnvironment({ algorithm: 'HS256', authUrl, jwks: false }, now)
    expect(make().functions['AUTH_SECRET']).not.toBe(make().functions['AUTH_SECRET'])
  })

  test('prints both sides, commands for Vercel and a list for Hasura Cloud', () => {
    const environments = createEnvironment({ algorithm: 'ES256', authUrl, jwks: true }, now)
    expect(formatEnvironment(environments, 'env')).toMatch(
      /# For the functions[\s\S]+JWT_PRIVATE_KEYS='[\s\S]+# For Hasura/,
    )
    const commands = formatEnvironment(environments, 'vercel').trim().split('\n')
    expect(commands).toHaveLength(Object.keys(environments.functions).length)
    expect(
      commands.every((line) => /^printf '%s' '[^']+' \| vercel env add \w+ production$/.test(line)),
    ).toBe(true)
    const list = JSON.parse(formatEnvironment(environments, 'hasura-cloud')) as {
      key: string
      value: string
    }[]
    expect(Object.fromEntries(list.map(({ key, value }) => [key, value]))).toEqual(environments.hasura)
  })
})

describe('npm run keys -- rotate', () => {
  const { functions } = createEnvironment({ algorithm: 'ES256', authUrl, jwks: true }, now)

  /** A deployment with these keys: a token that it mints now, and the set that Hasura would read from it. */
  async function deployment(privateKeys: string) {
    const config = parseConfig({ ...functions, ...fromElsewhere(), JWT_PRIVATE_KEYS: privateKeys })
    const { token } = mintToken(config.jwt, { subject: '1', hasuraClaims: {}, lifetimeSeconds: 900, now })
    const response = await publishJwks(new Request(authUrl), createDeps(config))
    return { token, jwks: (await response.json()) as JSONWebKeySet }
  }

  const verify = (token: string, jwks: JSONWebKeySet) =>
    jwtVerify(token, createLocalJWKSet(jwks), { currentDate: now, audience: 'hasura' })

  test('S-JWT-09 S-VERCEL-07 publishes, signs and retires, and no step refuses a token in use', async () => {
    let privateKeys = functions['JWT_PRIVATE_KEYS'] ?? ''
    const phases = [await deployment(privateKeys)]
    const names: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const step = rotateJwtKeys({ privateKeys, accessTokenSeconds: 900, now })
      names.push(step.name)
      privateKeys = step.variables['JWT_PRIVATE_KEYS'] ?? ''
      phases.push(await deployment(privateKeys))
    }
    expect(names).toEqual(['publish', 'sign', 'retire'])
    const [before, published, signing, retired] = phases
    if (!before || !published || !signing || !retired) throw new Error('a phase is missing')
    // Between two steps Hasura may still have the older set, and people still have tokens of the older key.
    await verify(published.token, before.jwks)
    await verify(before.token, published.jwks)
    await verify(signing.token, published.jwks)
    await verify(published.token, signing.jwks)
    await verify(signing.token, retired.jwks)
    await expect(verify(before.token, retired.jwks)).rejects.toThrow('no applicable key')
  })

  test.each(['', 'junk', '{"keys":[]}', '-----BEGIN PRIVATE KEY-----'])(
    'explains what it needs instead of %j',
    (privateKeys) => {
      expect(() => rotateJwtKeys({ privateKeys, accessTokenSeconds: 900, now })).toThrow('JWK set')
    },
  )

  test.each(webhookSecrets)('S-HOOK-04 replaces %s with both values accepted meanwhile', (name) => {
    const old = secret()
    const text = rotateWebhookSecret(name, old)
    const env = Object.fromEntries(
      [...text.matchAll(/^(\w+)=(\S+)$/gm)].map(([, key = '', value]) => [key, value]),
    )
    const config = parseConfig(testEnv(env))
    const accepted = {
      ACTION_SECRET: config.actionSecrets,
      EVENT_SECRET: config.eventSecrets,
    }
    expect(accepted[name]).toEqual([env[name], old])
    expect(text).toMatch(/Step 1 of/)
  })
})

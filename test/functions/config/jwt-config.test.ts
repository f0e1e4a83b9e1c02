import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { ConfigError, parseConfig } from '../../../functions/config/parse-config.js'
import { mintToken } from '../../../functions/token/mint.js'
import { keyPair } from '../../support/key-pairs.js'
import { jwtSecretJson, testEnv } from '../../support/test-env.js'

const asymmetric = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const
const jwkUrl = JSON.stringify({
  jwk_url: 'https://app.example/.well-known/jwks.json',
  issuer: 'https://app.example',
  audience: 'hasura',
})

function envFor(type: string, keys: string, publicPem: string) {
  return testEnv({
    HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ type, key: publicPem }),
    JWT_PRIVATE_KEYS: keys,
  })
}

function problemOf(env: Record<string, string | undefined>): string {
  try {
    parseConfig(env)
    return ''
  } catch (error) {
    return error instanceof ConfigError ? error.problems.join('\n') : String(error)
  }
}

describe('JWT_PRIVATE_KEYS', () => {
  test.each(asymmetric)('S-JWT-01 mints %s, verified with the public key that Hasura has', (type) => {
    const { privatePem, publicPem } = keyPair(type)
    const config = parseConfig(envFor(type, privatePem, publicPem)).jwt
    const minting = { subject: '1', hasuraClaims: {}, lifetimeSeconds: 60, now: new Date() }
    const { token } = mintToken(config, minting)
    expect(jwt.verify(token, publicPem, { algorithms: [type], audience: 'hasura' })).toMatchObject({
      sub: '1',
    })
    const others = asymmetric.filter((other) => other !== type)
    expect(() => jwt.verify(token, publicPem, { algorithms: others })).toThrow()
    const header = jwt.decode(token, { complete: true })?.header
    expect(header).toEqual({ alg: type, typ: 'JWT', kid: config.publishedKeys[0]?.kid })
  })

  test('takes several keys as PEM, as JWK, as JWK set and with \\n on one line; the first one signs', () => {
    const [first, second] = [keyPair('ES256'), keyPair('ES256')]
    const jwks = [first, second].map(({ privateKey }) => privateKey.export({ format: 'jwk' }))
    const forms = [
      first.privatePem + second.privatePem,
      (first.privatePem + second.privatePem).replaceAll('\n', '\\n'),
      JSON.stringify(jwks),
      JSON.stringify({ keys: jwks }),
    ]
    const kids = forms.map((keys) =>
      parseConfig(envFor('ES256', keys, first.publicPem)).jwt.publishedKeys.map(({ kid }) => kid),
    )
    expect(new Set(kids.map(String)).size).toBe(1)
    expect(kids[0]).toHaveLength(2)
  })

  test('names a key by the thumbprint of RFC 7638 section 3.1', async () => {
    const { privateKey, privatePem, publicPem } = keyPair('RS256')
    const { calculateJwkThumbprint } = await import('jose/jwk/thumbprint')
    const { n = '', e = '' } = privateKey.export({ format: 'jwk' })
    const config = parseConfig(envFor('RS256', privatePem, publicPem)).jwt
    expect(config.signingKey.kid).toBe(await calculateJwkThumbprint({ kty: 'RSA', n, e }))
  })

  test('signs with the algorithm of the key when Hasura reads our JWKS', () => {
    const { privatePem } = keyPair('ES384')
    const env = testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwkUrl, JWT_PRIVATE_KEYS: privatePem })
    expect(parseConfig(env).jwt.signingKey.algorithm).toBe('ES384')
    const jwk = { ...keyPair('RS256').privateKey.export({ format: 'jwk' }), alg: 'RS512' }
    const named = testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwkUrl, JWT_PRIVATE_KEYS: JSON.stringify(jwk) })
    expect(parseConfig(named).jwt.signingKey.algorithm).toBe('RS512')
  })

  const rsa = keyPair('RS256')
  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['no private key', envFor('RS256', '', rsa.publicPem), /JWT_PRIVATE_KEYS/],
    ['junk', envFor('RS256', 'junk', rsa.publicPem), /JWT_PRIVATE_KEYS is neither PEM nor JWK/],
    ['a public key', envFor('RS256', rsa.publicPem, rsa.publicPem), /holds no private key/],
    [
      'the key pair of somebody else',
      envFor('RS256', keyPair('RS256').privatePem, rsa.publicPem),
      /not the public part/,
    ],
    [
      'an EC key for RS256',
      envFor('RS256', keyPair('ES256').privatePem, rsa.publicPem),
      /needs a key of type rsa/,
    ],
    ['the wrong curve', envFor('ES256', keyPair('ES384').privatePem, rsa.publicPem), /needs the curve/],
    [
      'an RSA key of 1024 bits',
      envFor('RS256', keyPair('RS256', 1024).privatePem, rsa.publicPem),
      /at least 2048 bits/,
    ],
    ['a key pair beside HS256', testEnv({ JWT_PRIVATE_KEYS: rsa.privatePem }), /says HS256/],
    ['a jwk_url without keys', testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwkUrl }), /JWT_PRIVATE_KEYS is missing/],
    [
      'a jwk_url over http',
      testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwkUrl.replace('https://app.example/.', 'http://app.example/.') }),
      /HASURA_GRAPHQL_JWT_SECRET must be https/,
    ],
  ])('S-JWT-02 S-CLAIM-05 refuses %s', (_name, env, expected) => {
    const problem = problemOf(env)
    expect(problem).toMatch(expected)
    expect(problem).not.toContain('PRIVATE KEY')
  })
})

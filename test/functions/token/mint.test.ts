import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { mintToken } from '../../../functions/token/mint.js'
import { jwtSecretJson, secret, testEnv } from '../../support/test-env.js'

const now = new Date('2026-03-01T12:00:00.700Z')
const minting = { subject: '1001', hasuraClaims: { 'x-hasura-user-id': '1001' }, lifetimeSeconds: 900, now }

function configOf(overrides: Record<string, unknown>) {
  return parseConfig(testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson(overrides) })).jwt
}

describe('mintToken()', () => {
  test('S-JWT-03 R-07a lives exactly as long as configured, and is dated back by a minute', () => {
    const { token, expiresAt } = mintToken(configOf({}), minting)
    const payload = jwt.decode(token)
    expect(payload).toMatchObject({
      iat: Math.floor(now.getTime() / 1000) - 60,
      exp: Math.floor(now.getTime() / 1000) + 900,
    })
    expect(expiresAt.toISOString()).toBe('2026-03-01T12:15:00.000Z')
  })

  test('S-JWT-04 S-JWT-08 carries sub, iss, aud, iat, exp, the claims and nothing else', () => {
    const { token } = mintToken(configOf({ issuer: 'https://app.example', audience: 'hasura' }), minting)
    expect(jwt.decode(token)).toEqual({
      sub: '1001',
      iss: 'https://app.example',
      aud: 'hasura',
      iat: 1772366340,
      exp: 1772367300,
      'https://hasura.io/jwt/claims': { 'x-hasura-user-id': '1001' },
    })
  })

  test.each(['HS256', 'HS384', 'HS512'])('S-JWT-01 signs with the configured %s and no other', (type) => {
    const key = secret() + secret()
    const { token } = mintToken(configOf({ type, key }), minting)
    const options = {
      issuer: 'https://app.example',
      audience: 'hasura',
      clockTimestamp: now.getTime() / 1000,
    }
    expect(jwt.verify(token, key, { ...options, algorithms: [type as jwt.Algorithm] })).toBeTruthy()
    const others = (['HS256', 'HS384', 'HS512'] as const).filter((algorithm) => algorithm !== type)
    expect(() => jwt.verify(token, key, { ...options, algorithms: others })).toThrow('invalid algorithm')
  })

  test('puts the claims where Hasura is told to look, as text when it asks for text', () => {
    const { token } = mintToken(
      configOf({ claims_namespace: 'mine', claims_format: 'stringified_json' }),
      minting,
    )
    expect(jwt.decode(token)).toMatchObject({ mine: '{"x-hasura-user-id":"1001"}' })
  })
})

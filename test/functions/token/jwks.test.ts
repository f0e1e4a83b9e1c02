import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { publishJwks } from '../../../functions/token/jwks.js'
import { fakeWorld } from '../../support/fake-world.js'
import { keyPair } from '../../support/key-pairs.js'
import { jwtSecretJson } from '../../support/test-env.js'

interface Jwks {
  keys: Record<string, string>[]
}

async function jwksOf(env: Record<string, string>) {
  const world = fakeWorld(env)
  const response = await publishJwks(new Request('https://app.example/api/jwks'), world.deps)
  return { response, jwks: (await response.json()) as Jwks, world }
}

describe('publishJwks()', () => {
  test('S-JWT-09 publishes the public parts of all keys, and says for how long', async () => {
    const [current, next] = [keyPair('RS256'), keyPair('RS256')]
    const { response, jwks, world } = await jwksOf({
      HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ type: 'RS384', key: current.publicPem }),
      JWT_PRIVATE_KEYS: current.privatePem + next.privatePem,
    })
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(jwks.keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ])
    expect(jwks.keys[0]).toMatchObject({
      alg: 'RS384',
      use: 'sig',
      kid: world.deps.config.jwt.signingKey.kid,
    })
    expect(
      createPublicKey({ key: jwks.keys[0] ?? {}, format: 'jwk' }).equals(createPublicKey(current.publicPem)),
    ).toBe(true)
  })

  test('publishes nothing of a shared secret', async () => {
    expect((await jwksOf({})).jwks).toEqual({ keys: [] })
  })
})

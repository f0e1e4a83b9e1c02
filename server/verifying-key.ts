import { findAlgorithm } from './algorithms.js'
import type { JsonObject } from './json.js'
import { publicKeyOf } from './public-key-pem.js'

/** A key, and the one algorithm that it verifies: what a token says of its algorithm chooses nothing. */
export interface VerifyingKey {
  algorithm: string
  key: CryptoKey
}

/** The key that may have signed a token which names this `kid`; undefined where there is none. */
export type FindKey = (kid: unknown) => Promise<VerifyingKey | undefined>

const minimumRsaBits = 2048
const usualAlgorithms = new Map<unknown, string>([
  ['P-256', 'ES256'],
  ['P-384', 'ES384'],
  ['P-521', 'ES512'],
])

/** @throws TypeError when it is too short, of another kind, or cannot be read */
export async function importKey(algorithm: string, text: string): Promise<VerifyingKey> {
  const { kind, minimumBytes = 0, params } = findAlgorithm(algorithm) ?? {}
  if (!params) throw new TypeError(`${algorithm} is no algorithm of access tokens`)
  if (kind !== 'oct') {
    const spki = publicKeyOf(text)
    const key = await crypto.subtle.importKey('spki', spki, params, false, ['verify']).catch(unreadable)
    return { algorithm, key: requireLength(key) }
  }
  // Hasura takes a secret's text as its bytes.
  const secret = new TextEncoder().encode(text)
  if (secret.length < minimumBytes)
    throw new TypeError(`a key of ${algorithm} has ${minimumBytes} bytes or more`)
  return { algorithm, key: await crypto.subtle.importKey('raw', secret, params, false, ['verify']) }
}

/** The public key of a JWK; undefined for one that verifies none of our tokens. */
export async function importJwk(jwk: JsonObject): Promise<VerifyingKey | undefined> {
  const { kty, use = 'sig', n, e, crv, x, y } = jwk
  const algorithm = jwk['alg'] ?? (kty === 'RSA' ? 'RS256' : usualAlgorithms.get(crv))
  const found = findAlgorithm(algorithm)
  // A set that anybody can read holds no secrets: `oct` is refused whatever its `alg` says.
  if (!found || found.kind !== kty || kty === 'oct' || use !== 'sig') return undefined
  const members = Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => typeof value === 'string')
  try {
    const key = await crypto.subtle.importKey('jwk', Object.fromEntries(members), found.params, false, [
      'verify',
    ])
    return { algorithm: String(algorithm), key: requireLength(key) }
  } catch {
    return undefined
  }
}

function requireLength(key: CryptoKey): CryptoKey {
  const { modulusLength } = { modulusLength: minimumRsaBits, ...key.algorithm }
  if (modulusLength < minimumRsaBits) throw new TypeError(`an RSA key has ${minimumRsaBits} bits or more`)
  return key
}

function unreadable(): never {
  throw new TypeError('the key is no public key of its algorithm')
}

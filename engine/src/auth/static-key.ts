import { createPublicKey, type KeyObject } from 'node:crypto'
import type { KeyType } from './jwt-config.js'
import type { VerificationKey } from './verification-key.js'

/** Hasura asks for as many characters as the digest has bytes. */
const HMAC_CHARACTERS: Partial<Record<KeyType, number>> = { HS256: 32, HS384: 48, HS512: 64 }
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512']

/**
 * The key written into the configuration: a shared secret, or a public key as PEM or X.509 certificate. As in Hasura the
 * type says how to read the key; a token may then have any algorithm that the key is good for.
 *
 * @throws Error when it does not fit its type; the key itself never appears
 */
export function staticKey(type: KeyType, key: string): VerificationKey {
  const atLeast = HMAC_CHARACTERS[type]
  if (atLeast === undefined) return { key: publicKey(type, key), algorithms: publicAlgorithms(type) }
  if (key.length < atLeast) {
    throw new Error(`Invalid JWK: Key size too small; should be atleast ${atLeast} characters`)
  }
  const bytes = new TextEncoder().encode(key)
  const longEnough = Object.entries(HMAC_CHARACTERS).filter(([, length]) => length <= bytes.length)
  return { key: bytes, algorithms: longEnough.map(([algorithm]) => algorithm) }
}

function publicAlgorithms(type: KeyType): string[] {
  if (type === 'Ed25519') return ['EdDSA']
  return type.startsWith('RS') ? RSA_ALGORITHMS : [type]
}

function publicKey(type: KeyType, pem: string): KeyObject {
  const key = readPem(pem)
  if (key.asymmetricKeyType !== expectedKind(type)) {
    throw new Error(`Invalid JWK: the key is not for ${type} but of kind ${key.asymmetricKeyType}`)
  }
  return key
}

function readPem(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch {
    throw new Error('Invalid JWK: Could not decode the PEM-encoded public key or X.509 certificate')
  }
}

function expectedKind(type: KeyType): string {
  if (type.startsWith('RS')) return 'rsa'
  return type.startsWith('ES') ? 'ec' : 'ed25519'
}

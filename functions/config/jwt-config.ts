import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { JwtAlgorithm } from './jwt-algorithm.js'
import { jwtAlgorithms, keyMismatch } from './jwt-algorithm.js'
import type { JwtSecret } from './jwt-secret.js'
import type { PrivateKey } from './private-keys.js'

interface SigningKey {
  algorithm: JwtAlgorithm
  key: KeyObject
  /** Names the key to verifiers that know several; a shared secret has no name. */
  kid?: string
}

/** What we and Hasura agree on about access tokens, both read from the same JSON. */
export interface JwtConfig {
  signingKey: SigningKey
  /** By what Hasura verifies a token, and with which algorithm: the keys at its `jwk_url`, or the one that it holds. */
  verifyingKeys: readonly { algorithm: JwtAlgorithm; key: KeyObject }[]
  /** The keys whose public parts are published, the signing key among them; none for a shared secret. */
  publishedKeys: readonly PrivateKey[]
  claimsNamespace: string
  claimsFormat: 'json' | 'stringified_json'
  issuer: string
  audience: string
}

/**
 * Brings Hasura's JSON and our private keys together.
 *
 * @returns the configuration, or in one sentence why the two do not fit
 */
export function joinJwtConfig(secret: JwtSecret, keys: readonly PrivateKey[]): JwtConfig | string {
  const signing = 'type' in secret ? keyForType(secret, keys) : keyForUrl(keys)
  if (typeof signing === 'string') return signing
  return {
    signingKey: signing,
    verifyingKeys: ('type' in secret ? [signing] : keys).map(toVerifyingKey),
    publishedKeys: keys,
    claimsNamespace: secret.claims_namespace,
    claimsFormat: secret.claims_format,
    issuer: secret.issuer,
    audience: secret.audience,
  }
}

function toVerifyingKey({ algorithm, key }: SigningKey) {
  return { algorithm, key: key.type === 'secret' ? key : createPublicKey(key) }
}

function keyForType(
  secret: Extract<JwtSecret, { type: unknown }>,
  keys: readonly PrivateKey[],
): SigningKey | string {
  if (jwtAlgorithms[secret.type].kind === 'secret') {
    if (keys.length > 0)
      return `JWT_PRIVATE_KEYS is for key pairs, but HASURA_GRAPHQL_JWT_SECRET says ${secret.type}`
    return { algorithm: secret.type, key: createSecretKey(Buffer.from(secret.key, 'utf8')) }
  }
  const [first] = keys
  if (!first) return `JWT_PRIVATE_KEYS is missing: HASURA_GRAPHQL_JWT_SECRET says ${secret.type}`
  const mismatch = keyMismatch(first.key, secret.type)
  if (mismatch) return `JWT_PRIVATE_KEYS does not fit HASURA_GRAPHQL_JWT_SECRET: ${mismatch}`
  const held = readPublicKey(secret.key)
  if (held === undefined) {
    return 'HASURA_GRAPHQL_JWT_SECRET key cannot be read: it must be a public key or a certificate in PEM, with \\n in JSON for each line end'
  }
  if (!held.equals(createPublicKey(first.key))) {
    return 'the key in HASURA_GRAPHQL_JWT_SECRET is not the public part of the first key in JWT_PRIVATE_KEYS'
  }
  return { algorithm: secret.type, key: first.key, kid: first.kid }
}

function keyForUrl(keys: readonly PrivateKey[]): SigningKey | string {
  const [first] = keys
  if (!first) return 'JWT_PRIVATE_KEYS is missing: HASURA_GRAPHQL_JWT_SECRET gives a jwk_url'
  return { algorithm: first.algorithm, key: first.key, kid: first.kid }
}

/** Hasura takes a public key or an X.509 certificate, both in PEM. */
function readPublicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}

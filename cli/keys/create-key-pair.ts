import { generateKeyPairSync } from 'node:crypto'
import { jwtAlgorithms } from '../../functions/config/jwt-algorithm.js'

/** The algorithms that have a key pair. */
export const pairAlgorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const

export type PairAlgorithm = (typeof pairAlgorithms)[number]

/** A private key as JWK; `iat`, in seconds, lets a rotation tell the newer key from the older. */
export interface PrivateJwk {
  kty?: string
  alg?: string
  iat?: number
  [member: string]: unknown
}

interface KeyPair {
  privateJwk: PrivateJwk
  publicPem: string
}

const rsaBits = 2048

export function createKeyPair(algorithm: PairAlgorithm, now: Date): KeyPair {
  const needs = jwtAlgorithms[algorithm]
  const { privateKey, publicKey } =
    needs.kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: needs.curve })
      : generateKeyPairSync('rsa', { modulusLength: rsaBits })
  const iat = Math.floor(now.getTime() / 1000)
  return {
    privateJwk: { ...privateKey.export({ format: 'jwk' }), alg: algorithm, iat },
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

import type { KeyObject } from 'node:crypto'

/**
 * The algorithms that Hasura and jsonwebtoken share, with what each asks of its key.
 *
 * @see RFC 7518 sections 3.2 to 3.4
 */
export const jwtAlgorithms = {
  HS256: { kind: 'secret', minimumBytes: 32 },
  HS384: { kind: 'secret', minimumBytes: 48 },
  HS512: { kind: 'secret', minimumBytes: 64 },
  RS256: { kind: 'rsa' },
  RS384: { kind: 'rsa' },
  RS512: { kind: 'rsa' },
  ES256: { kind: 'ec', curve: 'prime256v1' },
  ES384: { kind: 'ec', curve: 'secp384r1' },
  ES512: { kind: 'ec', curve: 'secp521r1' },
} as const

export type JwtAlgorithm = keyof typeof jwtAlgorithms

const minimumRsaBits = 2048
// A signature is as long as its key, and the token has to fit into cookies.
const maximumRsaBits = 8192

/** Why a private or public key cannot serve an algorithm, or undefined when it can. */
export function keyMismatch(key: KeyObject, algorithm: JwtAlgorithm): string | undefined {
  const needs = jwtAlgorithms[algorithm]
  if (needs.kind === 'secret') return `${algorithm} takes a shared secret, not a key pair`
  if (key.asymmetricKeyType !== needs.kind) return `${algorithm} needs a key of type ${needs.kind}`
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (needs.kind === 'ec' && namedCurve !== needs.curve) return `${algorithm} needs the curve ${needs.curve}`
  if (needs.kind === 'rsa' && modulusLength < minimumRsaBits)
    return `an RSA key needs at least ${minimumRsaBits} bits`
  if (needs.kind === 'rsa' && modulusLength > maximumRsaBits)
    return `an RSA key may have at most ${maximumRsaBits} bits`
  return undefined
}

/** The algorithm of a key for which none was named: RS256, or the one of its curve. */
export function usualAlgorithm(key: KeyObject): JwtAlgorithm | undefined {
  if (key.asymmetricKeyType === 'rsa') return 'RS256'
  const curve = key.asymmetricKeyDetails?.namedCurve
  const byCurve = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' } as const
  return Object.entries(byCurve).find(([name]) => name === curve)?.[1]
}

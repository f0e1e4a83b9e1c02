import { compactVerify, decodeProtectedHeader } from 'jose'
import { HasuraError } from '../errors.js'
import type { JwtSecret } from './jwt-config.js'
import type { VerificationKey } from './verification-key.js'

export type TokenClaims = Record<string, unknown>

/**
 * Checks a token's signature and its registered claims, in the order and with the words of Hasura.
 *
 * @throws HasuraError `invalid-jwt`
 */
export async function verifyToken(
  token: string,
  keys: readonly VerificationKey[],
  settings: Pick<JwtSecret, 'allowed_skew' | 'issuer' | 'audience'>,
  now: Date,
): Promise<TokenClaims> {
  const claims = readClaims(await verifySignature(token, keys))
  checkTimes(claims, now.getTime() / 1000, settings.allowed_skew)
  if (settings.issuer !== undefined && claims['iss'] !== undefined && claims['iss'] !== settings.issuer) {
    throw invalidJwt('JWTNotInIssuer')
  }
  if (
    settings.audience !== undefined &&
    claims['aud'] !== undefined &&
    !intersect(claims['aud'], settings.audience)
  ) {
    throw invalidJwt('JWTNotInAudience')
  }
  return claims
}

async function verifySignature(token: string, keys: readonly VerificationKey[]): Promise<Uint8Array> {
  const algorithm = readAlgorithm(token)
  if (algorithm === 'none') throw invalidJwt('JWSError JWSNoSignatures')
  if (keys.length === 0) throw invalidJwt('JWSError NoUsableKeys')
  for (const { key, algorithms } of keys) {
    if (!algorithms.includes(algorithm)) continue
    try {
      return (await compactVerify(token, key, { algorithms })).payload
    } catch {
      // The next key of the set may be the one; all failures look alike from outside, and so does another algorithm.
    }
  }
  throw invalidJwt('JWSError JWSInvalidSignature')
}

// A header with any other is none that Hasura reads.
const knownAlgorithm = /^(?:[HREP]S(?:256|384|512)|EdDSA|none)$/

function readAlgorithm(token: string): string {
  const parts = token.split('.').length
  if (parts !== 3) {
    throw invalidJwt(`JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got ${parts})`)
  }
  const algorithm = decodeAlgorithm(token)
  if (algorithm !== undefined && knownAlgorithm.test(algorithm)) return algorithm
  throw invalidJwt('JWSError (JSONDecodeError "invalid JOSE header")')
}

function decodeAlgorithm(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg
  } catch {
    return undefined
  }
}

function readClaims(payload: Uint8Array): TokenClaims {
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload))
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return { ...claims }
  } catch {
    // answered below, like a payload of another shape
  }
  throw invalidJwt('JWTClaimsSetDecodeError "Error in $: parsing JWT ClaimsSet failed"')
}

function checkTimes(claims: TokenClaims, nowSeconds: number, skewSeconds: number): void {
  const expires = readTime(claims, 'exp')
  const issued = readTime(claims, 'iat')
  const notBefore = readTime(claims, 'nbf')
  if (expires !== undefined && nowSeconds >= expires + skewSeconds) throw invalidJwt('JWTExpired')
  if (issued !== undefined && issued > nowSeconds + skewSeconds) throw invalidJwt('JWTIssuedAtFuture')
  if (notBefore !== undefined && nowSeconds < notBefore - skewSeconds) throw invalidJwt('JWTNotYetValid')
}

function readTime(claims: TokenClaims, name: string): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  if (typeof value === 'number') return value
  throw invalidJwt(
    `JWTClaimsSetDecodeError "Error in $.${name}: parsing NumericDate failed, expected Number"`,
  )
}

function intersect(claim: unknown, configured: string | readonly string[]): boolean {
  const wanted = [configured].flat()
  return [claim].flat().some((audience) => typeof audience === 'string' && wanted.includes(audience))
}

function invalidJwt(detail: string): HasuraError {
  return new HasuraError('invalid-jwt', `Could not verify JWT: ${detail}`)
}

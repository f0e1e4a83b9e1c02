import { decodeJwt } from 'jose'
import { HasuraError } from '../errors.js'
import { findTokens } from './find-tokens.js'
import type { JwtSecret } from './jwt-config.js'

/**
 * Pairs the tokens of a request with the secrets that look for them there and do not name another issuer; a side
 * without an issuer fits every other.
 *
 * @returns `undefined` when there is no token at all
 * @throws HasuraError when no pair is left, or more than one
 * @see Hasura.Server.Auth.JWT, processJwt_
 */
export function chooseJwt<Jwt extends { secret: JwtSecret }>(
  headers: Headers,
  jwts: readonly Jwt[],
): { token: string; jwt: Jwt } | undefined {
  const pairs = jwts.flatMap((jwt) => findTokens(headers, jwt.secret.header).map((token) => ({ token, jwt })))
  const [fitting, ...others] = pairs.filter(({ token, jwt }) => {
    const wanted = jwt.secret.issuer
    const issuer = wanted === undefined ? undefined : issuerOf(token)
    return issuer === undefined || issuer === wanted
  })
  if (others.length > 0) {
    throw new HasuraError('invalid-headers', 'Could not verify JWT: Multiple JWTs found')
  }
  if (fitting === undefined && pairs.length > 0) {
    throw new HasuraError('invalid-jwt', 'Could not verify JWT: JWTNotInIssuer')
  }
  return fitting
}

/** Not verified: it only says which secret is to do that. */
function issuerOf(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss : undefined
  } catch {
    return undefined
  }
}

import { HasuraError } from '../errors.js'
import { readHasuraClaims } from './hasura-claims.js'
import { claimsPlace, type JwtSecret } from './jwt-config.js'
import { makeSession } from './make-session.js'
import type { Session } from './session.js'
import type { KeySource } from './verification-key.js'
import { verifyToken } from './verify-token.js'

const ROLE_HEADER = 'x-hasura-role'

/** The session that a token grants; `x-hasura-role` chooses among its roles, other headers say nothing. */
export async function sessionFromToken(
  token: string,
  headers: Headers,
  jwt: { secret: JwtSecret; keys: KeySource },
  now: Date,
): Promise<Session> {
  const claims = await verifyToken(token, jwt.keys.current(), jwt.secret, now)
  const granted = readHasuraClaims(claims, jwt.secret.claims_map ?? claimsPlace(jwt.secret))
  const role = headers.get(ROLE_HEADER) || granted.defaultRole
  if (!granted.allowedRoles.includes(role)) {
    throw new HasuraError('access-denied', 'Your requested role is not in allowed roles')
  }
  const expires = claims['exp']
  return makeSession({
    role,
    variables: granted.variables,
    trusted: false,
    ...(typeof expires === 'number' && { expiresAt: new Date(expires * 1000) }),
  })
}

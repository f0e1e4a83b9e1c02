import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { buildHasuraClaims, type ResolvedRoles, readCustomClaims, resolveRoles } from '../token/claims.js'
import { type MintedToken, mintToken } from '../token/mint.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import type { Person } from './person.js'

/** A session's tokens and whose they are. */
export interface SessionGrant {
  sessionId: string
  person: Person
  roles: ResolvedRoles
  accessToken: MintedToken
  refreshToken: string
  /** When the refresh token ends if it is not used. */
  refreshExpiresAt: Date
}

// With the longest profile two cookies of a browser hold it.
const maxTokenBytes = 4608

interface GrantedSession extends RefreshTokenParts {
  person: Person
  idleExpiresAt: Date
}

/**
 * Makes the tokens of a session from what the database says now; nothing is taken from an older token.
 *
 * @throws AppError `role-required` when the person has no role, `misconfigured` when a custom claim cannot be made or the
 *   token is too long for cookies
 */
export function grantSession(
  deps: Pick<Deps, 'config' | 'now' | 'refreshTokens'>,
  { sessionId, generation, person, idleExpiresAt }: GrantedSession,
): SessionGrant {
  const roles = resolveRoles(person)
  const customClaims = readCustomClaims(deps.config.customClaims, person.row)
  const accessToken = mintToken(deps.config.jwt, {
    subject: person.id,
    hasuraClaims: buildHasuraClaims({ userId: person.id, sessionId, roles, customClaims }),
    lifetimeSeconds: deps.config.accessTokenSeconds,
    now: deps.now(),
  })
  if (accessToken.token.length > maxTokenBytes) {
    const reason = `the access token is over ${maxTokenBytes} bytes: too much in CUSTOM_CLAIMS, too many roles or a long key`
    throw new AppError('misconfigured', { reason })
  }
  const refreshToken = deps.refreshTokens.mint({ sessionId, generation })
  return { sessionId, person, roles, accessToken, refreshToken, refreshExpiresAt: idleExpiresAt }
}

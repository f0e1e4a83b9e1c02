import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { mayGoOn } from '../policy/recheck-access.js'
import { addSeconds } from '../time.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import { grantSession, type SessionGrant } from './grant.js'
import { presentToken } from './rotation-store.js'
import { settleRefused } from './settle-refused.js'

/**
 * Trades a refresh token for its successor and a fresh access token, in one round trip. A token whose answer got lost is
 * good when it is presented again, however late.
 *
 * @throws AppError `invalid-refresh-token`, `refresh-token-reused`, `user-disabled`, `role-required`,
 *   `organisation-required`, `grant-revoked`; `hasura-…` and `github-…` when it cannot be decided
 * @see RFC 9700 section 4.14.2
 */
export async function rotateSession(deps: Deps, refreshToken: string): Promise<SessionGrant> {
  const presented = deps.refreshTokens.read(refreshToken)
  if (!presented) throw new AppError('invalid-refresh-token', { reason: 'not a refresh token of ours' })
  return (await present(deps, presented)) ?? settleRefused(deps, presented, () => present(deps, presented))
}

/** Gives undefined when the token or its session is not in a state in which it may go on. */
async function present(
  deps: Deps,
  { sessionId, generation: presented }: RefreshTokenParts,
): Promise<SessionGrant | undefined> {
  const now = deps.now()
  const variables = {
    id: sessionId,
    presented,
    now,
    // The database keeps it from passing the absolute end.
    idleExpiresAt: addSeconds(now, deps.config.sessionIdleSeconds),
    user: mayGoOn(deps.config, now),
  }
  const answer = await deps.hasura.run(presentToken(deps.config.customClaims), variables)
  const [session] = answer.update_sessions.returning
  if (!session) return undefined
  const { generation, idle_expires_at: idleExpiresAt, user: person } = session
  // Where there is no successor, for want of a role or claim, the client keeps its token, which is good for another time.
  return grantSession(deps, { sessionId, generation, person, idleExpiresAt })
}

import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { mayGoOn } from '../policy/recheck-access.js'
import { addSeconds } from '../time.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import { grantOrUndo, type SessionGrant } from './grant.js'
import { advanceSession, undoRotation } from './rotation-store.js'
import { settleLateRotation } from './settle-late-rotation.js'

/**
 * Trades a refresh token for its successor and a fresh access token, in one round trip.
 *
 * @throws AppError `invalid-refresh-token`, `refresh-token-reused`, `user-disabled`, `role-required`,
 *   `organisation-required`, `grant-revoked`; `hasura-…` and `github-…` when it cannot be decided
 * @see RFC 9700 section 4.14.2
 */
export async function rotateSession(deps: Deps, refreshToken: string): Promise<SessionGrant> {
  const presented = deps.refreshTokens.read(refreshToken)
  if (!presented) throw new AppError('invalid-refresh-token', { reason: 'not a refresh token of ours' })
  return (
    (await advance(deps, presented)) ?? settleLateRotation(deps, presented, () => advance(deps, presented))
  )
}

/** The compare-and-set. Gives undefined when the row is not in the state in which it may go on. */
async function advance(
  deps: Deps,
  { sessionId, generation }: RefreshTokenParts,
): Promise<SessionGrant | undefined> {
  const now = deps.now()
  const variables = {
    id: sessionId,
    generation,
    now,
    // The database keeps it from passing the absolute end.
    idleExpiresAt: addSeconds(now, deps.config.sessionIdleSeconds),
    user: mayGoOn(deps.config, now),
  }
  const answer = await deps.hasura.run(advanceSession(deps.config.customClaims), variables)
  const [session] = answer.update_sessions.returning
  if (!session) return undefined
  const { generation: reached, idle_expires_at: idleExpiresAt, user: person } = session
  const moved = { sessionId, generation: reached, person, idleExpiresAt }
  return grantOrUndo(deps, moved, () => undo(deps, sessionId, reached))
}

/**
 * The client keeps the token that it has, because there is no successor for want of a role or claim. When it comes
 * again after that is mended, this must not look like reuse.
 */
async function undo(deps: Pick<Deps, 'hasura' | 'log'>, id: string, generation: number): Promise<void> {
  await deps.hasura.run(undoRotation, { id, generation }).catch(() => {
    deps.log.warn('rotation-not-undone', { sessionId: id })
  })
}

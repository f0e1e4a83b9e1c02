import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { isUnchecked, recheckAccess } from '../policy/recheck-access.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import type { SessionGrant } from './grant.js'
import { endReusedSession, type RotationState, rotationState } from './rotation-store.js'

/**
 * Finds out why a token was not accepted: another one of its time was presented (reuse), the person must be checked
 * again, or the session is over.
 *
 * @param tryAgain the rotation, for after a check
 */
export async function settleRefused(
  deps: Deps,
  presented: RefreshTokenParts,
  tryAgain: () => Promise<SessionGrant | undefined>,
): Promise<SessionGrant> {
  const session = await readLive(deps, presented.sessionId)
  if (!isAccepted(session, presented)) return endReused(deps, presented, session.user.id)
  if (isUnchecked(deps, session.user)) {
    await recheckAccess(deps, { userId: session.user.id, grant: session.user.github_token })
  }
  return (await tryAgain()) ?? settleOvertaken(deps, presented)
}

/**
 * Reads a session of which a token was not accepted.
 *
 * @throws AppError `refresh-token-reused`, `user-disabled` or `invalid-refresh-token` when it is over
 */
async function readLive(
  { hasura, config, now }: Pick<Deps, 'hasura' | 'config' | 'now'>,
  sessionId: string,
): Promise<RotationState> {
  const state = await hasura.run(rotationState(config.customClaims), { id: sessionId })
  const session = state.sessions_by_pk
  if (!session)
    throw new AppError(state.auth_log.length > 0 ? 'refresh-token-reused' : 'invalid-refresh-token')
  if (session.user.disabled_at) throw new AppError('user-disabled')
  if (session.idle_expires_at <= now() || session.expires_at <= now()) {
    throw new AppError('invalid-refresh-token', { reason: 'the session has expired' })
  }
  return session
}

/** While we asked, the session moved on, or its person changed. */
async function settleOvertaken(deps: Deps, presented: RefreshTokenParts): Promise<never> {
  const session = await readLive(deps, presented.sessionId)
  if (!isAccepted(session, presented)) return endReused(deps, presented, session.user.id)
  throw new AppError('hasura-unavailable', { reason: 'a token was refused that the database accepts' })
}

/** @throws AppError `invalid-refresh-token` for a generation that was never handed out */
function isAccepted(
  { presented, floor, generation }: RotationState,
  { generation: given }: RefreshTokenParts,
): boolean {
  if (given > generation) {
    throw new AppError('invalid-refresh-token', { reason: 'a generation that the session has not reached' })
  }
  return given === presented || given > floor
}

/** A token came back after another one of its time: it was copied, and nobody can tell which side is the thief. */
async function endReused(
  deps: Deps,
  { sessionId, generation: presented }: RefreshTokenParts,
  userId: string,
): Promise<never> {
  const event = 'refresh-token-reused'
  const answer = await deps.hasura.run(endReusedSession, { id: sessionId, presented, now: deps.now() })
  if (answer.delete_sessions.affected_rows === 0) {
    // Somebody else ended it, or it is no longer as it was read.
    await readLive(deps, sessionId)
    throw new AppError('hasura-unavailable', { reason: 'a session moved while it was judged' })
  }
  deps.log.warn(event, { userId, sessionId })
  throw new AppError(event)
}

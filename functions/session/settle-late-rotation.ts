import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/operation.js'
import { isUnchecked, recheckAccess } from '../policy/recheck-access.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import { grantSession, type SessionGrant } from './grant.js'
import { endReusedSession, type RotationState, rotationState } from './rotation-store.js'

/** How long the one before the last token still gives the last one: two tabs, or an answer that got lost. */
const graceMs = 30_000

/**
 * Finds out why a rotation found no row: the person must be checked again, somebody rotated before us (grace or
 * reuse), or the session is over.
 *
 * @param tryAgain the rotation, for after a check
 */
export async function settleLateRotation(
  deps: Deps,
  presented: RefreshTokenParts,
  tryAgain: () => Promise<SessionGrant | undefined>,
): Promise<SessionGrant> {
  const session = await readLive(deps, presented.sessionId)
  if (session.generation !== presented.generation) return settleGeneration(deps, session, presented)
  if (isUnchecked(deps, session.user)) {
    await recheckAccess(deps, { userId: session.user.id, grant: session.user.github_token })
  }
  return (await tryAgain()) ?? settleOvertaken(deps, presented)
}

/**
 * Reads a session whose rotation found no row.
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

/** While we asked, somebody else rotated: another tab, which had to ask as we did. */
async function settleOvertaken(deps: Deps, presented: RefreshTokenParts): Promise<SessionGrant> {
  const session = await readLive(deps, presented.sessionId)
  if (session.generation !== presented.generation) return settleGeneration(deps, session, presented)
  throw new AppError('hasura-unavailable', { reason: 'a rotation found no row, and the row is there' })
}

async function settleGeneration(
  deps: Deps,
  { generation, rotated_at, idle_expires_at: idleExpiresAt, user: person }: RotationState,
  presented: RefreshTokenParts,
): Promise<SessionGrant> {
  if (generation < presented.generation) {
    throw new AppError('invalid-refresh-token', { reason: 'a generation that the session has not reached' })
  }
  const { sessionId } = presented
  const inGrace = deps.now().getTime() - rotated_at.getTime() <= graceMs
  if (generation === presented.generation + 1 && inGrace) {
    return grantSession(deps, { sessionId, generation, person, idleExpiresAt })
  }
  return endReused(deps, sessionId, person.id)
}

/** An old token came back: it was copied, and nobody can tell which side is the thief. */
async function endReused(
  deps: Pick<Deps, 'hasura' | 'now' | 'log'>,
  sessionId: string,
  userId: string,
): Promise<never> {
  const event = 'refresh-token-reused'
  const log = { user_id: userId, session_id: sessionId, event, at: deps.now() } as const
  await deps.hasura.run(endReusedSession, { id: sessionId, log }).catch(unlessEndedBefore)
  deps.log.warn(event, { userId, sessionId })
  throw new AppError(event)
}

/** Of several replays at once one ends the session; the database refuses the log rows of the others. */
function unlessEndedBefore(error: unknown): void {
  if (!(error instanceof HasuraRefusal) || error.hasuraCode !== 'constraint-violation') throw error
}

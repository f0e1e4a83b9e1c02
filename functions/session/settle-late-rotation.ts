import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/client.js'
import { endReusedSessionDocument } from '../hasura/documents/rotate-session.js'
import { asksMemberships } from '../policy/decide-access.js'
import { checkedForMs, recheckAccess } from '../policy/recheck-access.js'
import { grantSession, type SessionGrant } from './grant.js'
import type { RefreshTokenParts } from './refresh-token.js'
import { type RotationState, readRotationState } from './rotation-state.js'

/** How long the one before the last token still gives the last one: two tabs, or an answer that got lost. */
export const graceMs = 30_000

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
  const session = await readRotationState(deps, presented.sessionId)
  if (session.generation !== presented.generation) return settleGeneration(deps, session, presented)
  if (isUnchecked(session, deps)) {
    await recheckAccess(deps, { userId: session.user.id, grant: session.user.github_token })
  }
  return (await tryAgain()) ?? settleOvertaken(deps, presented)
}

/** While we asked, somebody else rotated: another tab, which had to ask as we did. */
async function settleOvertaken(deps: Deps, presented: RefreshTokenParts): Promise<SessionGrant> {
  const session = await readRotationState(deps, presented.sessionId)
  if (session.generation !== presented.generation) return settleGeneration(deps, session, presented)
  throw new AppError('hasura-unavailable', { reason: 'a rotation found no row, and the row is there' })
}

function isUnchecked({ user }: RotationState, deps: Deps): boolean {
  if (!asksMemberships(deps.config)) return false
  return user.checked_at === null || deps.now().getTime() - user.checked_at.getTime() >= checkedForMs
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
  return endReusedSession(deps, sessionId, person.id)
}

/** An old token came back: it was copied, and nobody can tell which side is the thief. */
async function endReusedSession(deps: Deps, sessionId: string, userId: string): Promise<never> {
  const log = { user_id: userId, session_id: sessionId, event: 'refresh-token-reused', at: deps.now() }
  await deps.hasura
    .request(endReusedSessionDocument, { id: sessionId, log }, z.unknown())
    .catch(unlessEndedBefore)
  deps.log.warn('refresh-token-reused', { userId, sessionId })
  throw new AppError('refresh-token-reused')
}

/** Of several replays at once one ends the session; the database refuses the log rows of the others. */
function unlessEndedBefore(error: unknown): void {
  if (!(error instanceof HasuraRefusal) || error.hasuraCode !== 'constraint-violation') throw error
}

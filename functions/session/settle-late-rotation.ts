import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { grantShape } from '../github-grant/grant.js'
import { HasuraRefusal } from '../hasura/client.js'
import { endReusedSessionDocument } from '../hasura/documents/rotate-session.js'
import { asksMemberships } from '../policy/decide-access.js'
import { checkedForMs, recheckAccess } from '../policy/recheck-access.js'
import { grantSession, type SessionGrant } from './grant.js'
import { personShape, timestamp } from './person.js'
import type { RefreshTokenParts } from './refresh-token.js'

/** How long the one before the last token still gives the last one: two tabs, or an answer that got lost. */
export const graceMs = 30_000

const userShape = z.intersection(
  personShape,
  z.object({
    disabled_at: timestamp.nullable(),
    checked_at: timestamp.nullable(),
    github_token: grantShape.nullable(),
  }),
)

const rotationState = z.object({
  sessions_by_pk: z
    .object({
      generation: z.int(),
      rotated_at: timestamp,
      idle_expires_at: timestamp,
      expires_at: timestamp,
      user: userShape,
    })
    .nullable(),
  auth_log: z.array(z.unknown()),
})

type SessionState = NonNullable<z.output<typeof rotationState>['sessions_by_pk']>

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
  const { sessionId } = presented
  const state = await deps.hasura.request(deps.documents.rotationState, { id: sessionId }, rotationState)
  const session = state.sessions_by_pk
  if (!session)
    throw new AppError(state.auth_log.length > 0 ? 'refresh-token-reused' : 'invalid-refresh-token')
  requireLive(session, deps.now())
  if (session.generation !== presented.generation) return settleGeneration(deps, session, presented)
  if (isUnchecked(session, deps)) {
    await recheckAccess(deps, { userId: session.user.id, grant: session.user.github_token })
  }
  const grant = await tryAgain()
  if (grant) return grant
  throw new AppError('hasura-unavailable', { reason: 'the session changed hands between two questions' })
}

function requireLive({ user, idle_expires_at, expires_at }: SessionState, now: Date): void {
  if (user.disabled_at) throw new AppError('user-disabled')
  if (idle_expires_at <= now || expires_at <= now) {
    throw new AppError('invalid-refresh-token', { reason: 'the session has expired' })
  }
}

function isUnchecked({ user }: SessionState, deps: Deps): boolean {
  if (!asksMemberships(deps.config)) return false
  return user.checked_at === null || deps.now().getTime() - user.checked_at.getTime() >= checkedForMs
}

async function settleGeneration(
  deps: Deps,
  { generation, rotated_at, idle_expires_at: idleExpiresAt, user: person }: SessionState,
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

import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import {
  endReusedSessionDocument,
  rotateSessionDocument,
  rotationStateDocument,
} from '../hasura/documents/rotate-session.js'
import { grantSession, type SessionGrant } from './grant.js'
import { nextIdleEnd } from './lifetimes.js'
import { personShape, timestamp } from './person.js'
import type { RefreshTokenParts } from './refresh-token.js'

/** How long the one before the last token still gives the last one: two tabs, or an answer that got lost. */
export const graceMs = 30_000

const rotated = z.object({
  update_sessions: z.object({
    returning: z
      .array(z.object({ generation: z.int(), idle_expires_at: timestamp, user: personShape }))
      .max(1),
  }),
})

/**
 * Trades a refresh token for its successor and a fresh access token, in one round trip.
 *
 * @throws AppError `invalid-refresh-token`, `refresh-token-reused`, `user-disabled`, `access-denied`, `hasura-unavailable`
 * @see RFC 9700 section 4.14.2
 */
export async function rotateSession(deps: Deps, refreshToken: string): Promise<SessionGrant> {
  const presented = deps.refreshTokens.read(refreshToken)
  if (!presented) throw new AppError('invalid-refresh-token', { reason: 'not a refresh token of ours' })
  const now = deps.now()
  const variables = {
    id: presented.sessionId,
    generation: presented.generation,
    now,
    idleExpiresAt: nextIdleEnd(deps.config, now),
  }
  const answer = await deps.hasura.request(rotateSessionDocument, variables, rotated)
  const [session] = answer.update_sessions.returning
  if (!session) return settleLateRotation(deps, presented)
  const { generation, idle_expires_at: idleExpiresAt, user: person } = session
  return grantSession(deps, { sessionId: presented.sessionId, generation, person, idleExpiresAt })
}

const rotationState = z.object({
  sessions_by_pk: z
    .object({
      generation: z.int(),
      rotated_at: timestamp,
      idle_expires_at: timestamp,
      expires_at: timestamp,
      user: z.intersection(personShape, z.object({ disabled_at: timestamp.nullable() })),
    })
    .nullable(),
  auth_log: z.array(z.unknown()),
})

/** Somebody rotated before us, or there is nothing left to rotate: grace, reuse or the end. */
async function settleLateRotation(deps: Deps, presented: RefreshTokenParts): Promise<SessionGrant> {
  const { sessionId } = presented
  const state = await deps.hasura.request(rotationStateDocument, { id: sessionId }, rotationState)
  const session = state.sessions_by_pk
  if (!session)
    throw new AppError(state.auth_log.length > 0 ? 'refresh-token-reused' : 'invalid-refresh-token')
  const now = deps.now()
  if (session.user.disabled_at) throw new AppError('user-disabled')
  const { generation, idle_expires_at: idleExpiresAt, user: person } = session
  if (idleExpiresAt <= now || session.expires_at <= now || generation <= presented.generation) {
    throw new AppError('invalid-refresh-token', { reason: 'the session has expired' })
  }
  const inGrace = now.getTime() - session.rotated_at.getTime() <= graceMs
  if (generation === presented.generation + 1 && inGrace) {
    return grantSession(deps, { sessionId, generation, person, idleExpiresAt })
  }
  return endReusedSession(deps, sessionId, person.id)
}

/** An old token came back: it was copied, and nobody can tell which side is the thief. */
async function endReusedSession(deps: Deps, sessionId: string, userId: string): Promise<never> {
  const log = { user_id: userId, session_id: sessionId, event: 'refresh-token-reused', at: deps.now() }
  await deps.hasura.request(endReusedSessionDocument, { id: sessionId, log }, z.unknown())
  deps.log.warn('refresh-token-reused', { userId, sessionId })
  throw new AppError('refresh-token-reused')
}

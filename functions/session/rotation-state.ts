import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { grantShape } from '../github-grant/grant.js'
import { timestamp } from '../hasura/timestamp.js'
import { personShape } from './person.js'

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

/** A session as the database has it, with its person. */
export type RotationState = NonNullable<z.output<typeof rotationState>['sessions_by_pk']>

/**
 * Reads a session whose rotation found no row.
 *
 * @throws AppError `refresh-token-reused`, `user-disabled` or `invalid-refresh-token` when it is over
 */
export async function readRotationState(deps: Deps, sessionId: string): Promise<RotationState> {
  const state = await deps.hasura.request(deps.documents.rotationState, { id: sessionId }, rotationState)
  const session = state.sessions_by_pk
  if (!session)
    throw new AppError(state.auth_log.length > 0 ? 'refresh-token-reused' : 'invalid-refresh-token')
  requireLive(session, deps.now())
  return session
}

function requireLive({ user, idle_expires_at, expires_at }: RotationState, now: Date): void {
  if (user.disabled_at) throw new AppError('user-disabled')
  if (idle_expires_at <= now || expires_at <= now) {
    throw new AppError('invalid-refresh-token', { reason: 'the session has expired' })
  }
}

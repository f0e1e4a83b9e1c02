import { z } from 'zod'
import type { LogRow } from '../auth-log/store.js'
import type { CustomClaims } from '../config/custom-claims.js'
import { grantFields, grantShape } from '../github-grant/store.js'
import { operation, unreadShape } from '../hasura/operation.js'
import { timestampShape } from '../time.js'
import { personShape, selectPerson } from './person.js'

interface Rotation {
  id: string
  generation: number
  now: Date
  idleExpiresAt: Date
  /** What the row of the user must say. */
  user: { disabled_at: { _is_null: true }; awaits_sync?: { _eq: false }; checked_at?: { _gt: Date } }
}

const rotatedShape = z.object({
  update_sessions: z.object({
    returning: z
      .array(z.object({ generation: z.int(), idle_expires_at: timestampShape, user: personShape }))
      .max(1),
  }),
})

/** The compare-and-set of a rotation: of any number at once, one finds its row. */
export function advanceSession(claims: CustomClaims | undefined) {
  const { fields, fragment } = selectPerson(claims)
  return operation<Rotation>(`
mutation RotateSession(
  $id: uuid!, $generation: Int!, $now: timestamptz!, $idleExpiresAt: timestamptz!, $user: users_bool_exp!
) {
  update_sessions(
    where: {
      id: { _eq: $id }, generation: { _eq: $generation }
      idle_expires_at: { _gt: $now }, expires_at: { _gt: $now }
      user: $user
    }
    _inc: { generation: 1 }
    _set: { rotated_at: $now, last_used_at: $now, idle_expires_at: $idleExpiresAt }
  ) {
    returning { generation idle_expires_at user { ${fields} } }
  }
}
${fragment}`).answering(rotatedShape)
}

/** Undoes a rotation whose successor nobody got. */
export const undoRotation = operation<{ id: string; generation: number }>(`
mutation UndoRotation($id: uuid!, $generation: Int!) {
  update_sessions(where: { id: { _eq: $id }, generation: { _eq: $generation } }, _inc: { generation: -1 }) {
    affected_rows
  }
}`).answering(unreadShape)

const checkedUserShape = z.object({
  disabled_at: timestampShape.nullable(),
  checked_at: timestampShape.nullable(),
  awaits_sync: z.boolean(),
  github_token: grantShape.nullable(),
})

const rotationStateShape = z.object({
  sessions_by_pk: z
    .object({
      generation: z.int(),
      rotated_at: timestampShape,
      idle_expires_at: timestampShape,
      expires_at: timestampShape,
      user: z.intersection(personShape, checkedUserShape),
    })
    .nullable(),
  auth_log: z.array(z.unknown()),
})

/** A session as the database has it, with its person. */
export type RotationState = NonNullable<z.output<typeof rotationStateShape>['sessions_by_pk']>

/** Asks why a rotation found no row: somebody was faster, the session is over, or its person must be checked again. */
export function rotationState(claims: CustomClaims | undefined) {
  const { fields, fragment } = selectPerson(claims)
  return operation<{ id: string }>(`
query RotationState($id: uuid!) {
  sessions_by_pk(id: $id) {
    generation rotated_at idle_expires_at expires_at
    user { disabled_at checked_at awaits_sync github_token { ${grantFields} } ${fields} }
  }
  auth_log(where: { session_id: { _eq: $id }, event: { _eq: "refresh-token-reused" } }, limit: 1) { id }
}
${fragment}`).answering(rotationStateShape)
}

/** Ends a session whose refresh token was used twice, and says so to its user. */
export const endReusedSession = operation<{ id: string; log: LogRow }>(`
mutation EndReusedSession($id: uuid!, $log: auth_log_insert_input!) {
  delete_sessions(where: { id: { _eq: $id } }) { affected_rows }
  insert_auth_log(objects: [$log]) { affected_rows }
}`).answering(unreadShape)

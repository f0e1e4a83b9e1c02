import * as z from 'zod'
import type { CustomClaims } from '../config/custom-claims.js'
import { grantFields, grantShape } from '../github-grant/store.js'
import { countShape, operation } from '../hasura/operation.js'
import { timestampShape } from '../time.js'
import { personShape, selectPerson } from './person.js'

interface Rotation {
  id: string
  /** The generation of the token that was presented. */
  presented: number
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

/** Presents a token: the last that was accepted, or one that nobody presented yet. A trigger decides what it gives. */
export function presentToken(claims: CustomClaims | undefined) {
  const { fields, fragment } = selectPerson(claims)
  return operation<Rotation>(`
mutation RotateSession(
  $id: uuid!, $presented: Int!, $now: timestamptz!, $idleExpiresAt: timestamptz!, $user: users_bool_exp!
) {
  update_sessions(
    where: {
      id: { _eq: $id }, idle_expires_at: { _gt: $now }, expires_at: { _gt: $now }, user: $user
      _or: [{ presented: { _eq: $presented } }, { floor: { _lt: $presented }, generation: { _gte: $presented } }]
    }
    _set: { presented: $presented, last_used_at: $now, idle_expires_at: $idleExpiresAt }
  ) {
    returning { generation idle_expires_at user { ${fields} } }
  }
}
${fragment}`).answering(rotatedShape)
}

const checkedUserShape = z.object({
  disabled_at: timestampShape.nullable(),
  checked_at: timestampShape.nullable(),
  awaits_sync: z.boolean(),
  github_token: grantShape.nullable(),
})

const rotationStateShape = z.object({
  sessions_by_pk: z
    .object({
      presented: z.int(),
      floor: z.int(),
      generation: z.int(),
      idle_expires_at: timestampShape,
      expires_at: timestampShape,
      user: z.intersection(personShape, checkedUserShape),
    })
    .nullable(),
  auth_log: z.array(z.unknown()),
})

/** A session as the database has it, with its person. */
export type RotationState = NonNullable<z.output<typeof rotationStateShape>['sessions_by_pk']>

/** Asks why a token was not accepted: it is over, the session is, or its person must be checked again. */
export function rotationState(claims: CustomClaims | undefined) {
  const { fields, fragment } = selectPerson(claims)
  return operation<{ id: string }>(`
query RotationState($id: uuid!) {
  sessions_by_pk(id: $id) {
    presented floor generation idle_expires_at expires_at
    user { disabled_at checked_at awaits_sync github_token { ${grantFields} } ${fields} }
  }
  auth_log(where: { session_id: { _eq: $id }, event: { _eq: "refresh-token-reused" } }, limit: 1) { id }
}
${fragment}`).answering(rotationStateShape)
}

/**
 * Ends a session whose token came back after another one of its time was presented, if the database sees it so, too.
 * The trigger on `sessions` writes it down.
 */
export const endReusedSession = operation<{ id: string; presented: number; now: Date }>(`
mutation EndReusedSession($id: uuid!, $presented: Int!, $now: timestamptz!) {
  update_users(where: { sessions: { id: { _eq: $id } } }, _set: { sessions_ended_at: $now }) { affected_rows }
  update_sessions(
    where: {
      id: { _eq: $id }, presented: { _neq: $presented }, floor: { _gte: $presented }
      generation: { _gte: $presented }
    }
    _set: { end_reason: "refresh-token-reused" }
  ) { affected_rows }
  delete_sessions(where: { id: { _eq: $id }, end_reason: { _is_null: false } }) { affected_rows }
}`).answering(z.object({ delete_sessions: countShape }))

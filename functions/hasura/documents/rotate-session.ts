import type { PersonSelection } from '../../session/person.js'
import { grantFields } from './github-grant.js'

/** The compare-and-set of a rotation: of any number at once, one finds its row. */
export const rotateSessionDocument = ({ fields, fragment }: PersonSelection) => `
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
${fragment}`

/** Undoes a rotation whose successor nobody got. */
export const undoRotationDocument = `
mutation UndoRotation($id: uuid!, $generation: Int!) {
  update_sessions(where: { id: { _eq: $id }, generation: { _eq: $generation } }, _inc: { generation: -1 }) {
    affected_rows
  }
}`

/** Asks why a rotation found no row: somebody was faster, the session is over, or its person must be checked again. */
export const rotationStateDocument = ({ fields, fragment }: PersonSelection) => `
query RotationState($id: uuid!) {
  sessions_by_pk(id: $id) {
    generation rotated_at idle_expires_at expires_at
    user { disabled_at checked_at github_token { ${grantFields} } ${fields} }
  }
  auth_log(where: { session_id: { _eq: $id }, event: { _eq: "refresh-token-reused" } }, limit: 1) { id }
}
${fragment}`

/** Ends a session whose refresh token was used twice, and says so to its user. */
export const endReusedSessionDocument = `
mutation EndReusedSession($id: uuid!, $log: auth_log_insert_input!) {
  delete_sessions(where: { id: { _eq: $id } }) { affected_rows }
  insert_auth_log(objects: [$log]) { affected_rows }
}`

import type { PersonSelection } from '../../session/person.js'

// Each document is one transaction, its fields run in order. The session's insert permission asks for a user who is
// not disabled and has a role: a refusal there takes everything before it back.
const tokenSessionAndLog = ({ fields }: PersonSelection) => `
  insert_github_tokens_one(
    object: $token
    on_conflict: {
      constraint: github_tokens_pkey
      update_columns: [token, refresh_token, scopes, expires_at, refresh_expires_at]
    }
  ) { user_id }
  delete_sessions(where: { id: { _in: $endedSessionIds } }) { affected_rows }
  insert_sessions_one(object: $session) { user { ${fields} } }
  insert_auth_log(objects: [$log]) { affected_rows }
`

const commonVariables = `
  $token: github_tokens_insert_input!, $endedSessionIds: [uuid!]!
  $session: sessions_insert_input!, $log: auth_log_insert_input!
`

/** Opens a session for a person, known or new. */
export const openSessionDocument = (person: PersonSelection) => `
mutation OpenSession($user: users_insert_input!, ${commonVariables}) {
  insert_users_one(
    object: $user
    on_conflict: {
      constraint: users_pkey
      update_columns: [login, name, avatar_url, github_roles, last_signed_in_at, checked_at]
    }
  ) { id }
  ${tokenSessionAndLog(person)}
}
${person.fragment}`

/** Opens a session for a known person only: where sign-up is closed, the keys of the other rows find nobody. */
export const openKnownSessionDocument = (person: PersonSelection) => `
mutation OpenKnownSession($userId: String!, $changes: users_set_input!, ${commonVariables}) {
  update_users_by_pk(pk_columns: { id: $userId }, _set: $changes) { id }
  ${tokenSessionAndLog(person)}
}
${person.fragment}`

/** Asks why a session could not be opened. */
export const whyNotDocument = `
query WhyNoSession($userId: String!) {
  users_by_pk(id: $userId) { disabled_at user_roles(limit: 1) { role } }
}`

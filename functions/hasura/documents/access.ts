/** Writes down that somebody still may be signed in, and the roles that GitHub gives, unless a later reading is there. */
export const keepAccessDocument = `
mutation KeepAccess($user: users_bool_exp!, $changes: users_set_input!) {
  update_users(where: $user, _set: $changes) { affected_rows }
}`

/**
 * Ends every session of somebody who may no longer be signed in, takes GitHub's roles away and says why. All of it
 * asks for the grant that was judged: whoever signed in again meanwhile has another one, and keeps what they have.
 */
export const loseAccessDocument = `
mutation LoseAccess(
  $user: users_bool_exp!, $changes: users_set_input!, $log: [auth_log_insert_input!]!
  $endedGrants: github_tokens_bool_exp!
) {
  update_users(where: $user, _set: $changes) { affected_rows }
  delete_sessions(where: { user: $user }) { affected_rows }
  insert_auth_log(objects: $log) { affected_rows }
  delete_github_tokens(where: $endedGrants) { affected_rows }
}`

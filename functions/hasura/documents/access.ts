/** Writes down that somebody still may be signed in, and the roles that GitHub gives. */
export const keepAccessDocument = `
mutation KeepAccess(
  $userId: String!, $now: timestamptz!
  $githubRoles: [user_roles_insert_input!]!, $githubRoleNames: [roles_enum!]!
) {
  update_users_by_pk(pk_columns: { id: $userId }, _set: { checked_at: $now }) { id }
  insert_user_roles(
    objects: $githubRoles, on_conflict: { constraint: user_roles_pkey, update_columns: [] }
  ) { affected_rows }
  delete_user_roles(
    where: { user_id: { _eq: $userId }, source: { _eq: "github" }, role: { _nin: $githubRoleNames } }
  ) { affected_rows }
}`

/** Ends every session of somebody who may no longer be signed in, takes GitHub's roles away and says why. */
export const loseAccessDocument = `
mutation LoseAccess($userId: String!, $log: auth_log_insert_input!) {
  delete_sessions(where: { user_id: { _eq: $userId } }) { affected_rows }
  delete_user_roles(where: { user_id: { _eq: $userId }, source: { _eq: "github" } }) { affected_rows }
  insert_auth_log(objects: [$log]) { affected_rows }
}`

import { grantFields } from './github-grant.js'

/** What a sync must know before it asks GitHub. */
export const syncStateDocument = `
query SyncState($userId: String!) {
  users_by_pk(id: $userId) { disabled_at github_token { ${grantFields} } }
}`

/** A sync's one write. A disabled user is out of reach. */
export const saveSyncDocument = `
mutation SaveSync($userId: String!, $changes: users_set_input!) {
  update_users_by_pk(pk_columns: { id: $userId }, _set: $changes) { id }
}`

/** The end of a grant that GitHub no longer takes. */
export const endGrantDocument = `
mutation EndGrant($userId: String!, $token: String!, $changes: users_set_input!) {
  delete_github_tokens(where: { user_id: { _eq: $userId }, token: { _eq: $token } }) { affected_rows }
  update_users_by_pk(pk_columns: { id: $userId }, _set: $changes) { id }
}`

/** Those whom no sync has seen for the longest time. */
export const stalestUsersDocument = `
query StalestUsers($before: timestamptz!, $limit: Int!) {
  users(
    where: {
      disabled_at: { _is_null: true }, github_token: {}
      _or: [{ synced_at: { _is_null: true } }, { synced_at: { _lt: $before } }]
    }
    order_by: [{ synced_at: asc_nulls_first }, { id: asc }]
    limit: $limit
  ) { id }
}`

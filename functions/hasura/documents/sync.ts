import { grantFields } from './github-grant.js'

/** What a sync must know before it asks GitHub. */
export const syncStateDocument = `
query SyncState($userId: String!) {
  users_by_pk(id: $userId) {
    login name email avatar_url github_roles disabled_at synced_at sync_error
    github_token { ${grantFields} etags }
  }
}`

/**
 * A sync's one write: the row, from which the roles follow, and what GitHub's next answers are compared with. Of two
 * syncs at once, the one that read later wins, whoever writes last.
 */
export const saveSyncDocument = `
mutation SaveSync(
  $user: users_bool_exp!, $changes: users_set_input!, $changedEtagsOf: github_tokens_bool_exp!, $etags: jsonb!
) {
  update_users(where: $user, _set: $changes) { affected_rows }
  update_github_tokens(where: $changedEtagsOf, _set: { etags: $etags }) { affected_rows }
}`

/** Notes that a sync ended without a result. */
export const noteSyncDocument = `
mutation NoteSync($userId: String!, $changes: users_set_input!) {
  update_users_by_pk(pk_columns: { id: $userId }, _set: $changes) { id }
}`

/**
 * Those whom no sync has tried for the longest time. Whose sign-in or change at GitHub no reading shows yet, because
 * every delivery of the event met a failure, comes again sooner.
 */
export const stalestUsersDocument = `
query StalestUsers($before: timestamptz!, $owedBefore: timestamptz!, $limit: Int!) {
  users(
    where: {
      disabled_at: { _is_null: true }, github_token: {}
      _or: [
        { sync_attempted_at: { _is_null: true } }
        { sync_attempted_at: { _lt: $before } }
        { sync_attempted_at: { _lt: $owedBefore }, awaits_sync: { _eq: true } }
      ]
    }
    order_by: [{ sync_attempted_at: asc_nulls_first }, { id: asc }]
    limit: $limit
  ) { id }
}`

/** Asks for a sync of these people; the event trigger delivers it, and goes on until it is done. */
export const requestSyncDocument = `
mutation RequestSync($users: users_bool_exp!, $now: timestamptz!) {
  update_users(where: $users, _set: { sync_requested_at: $now }) { affected_rows }
}`

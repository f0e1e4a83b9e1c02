import { z } from 'zod'
import type { LogRow } from '../auth-log/store.js'
import { countShape, operation, unreadShape } from '../hasura/operation.js'

/** Whose row is meant, as long as it shows no later reading of GitHub. */
export interface ReadUser {
  id: { _eq: string }
  _or: [{ synced_at: { _is_null: true } }, { synced_at: { _lte: Date } }]
}

/**
 * The row of a user, if it shows no later reading of GitHub than one that began at this time: of two that overlap, the
 * later one stays, whoever writes last.
 */
export function unlessReadLater(userId: string, startedAt: Date): ReadUser {
  return { id: { _eq: userId }, _or: [{ synced_at: { _is_null: true } }, { synced_at: { _lte: startedAt } }] }
}

interface KeptAccess {
  user: ReadUser
  changes: { checked_at: Date; github_roles: string[] }
}

/** Writes down that somebody still may be signed in, and the roles that GitHub gives, unless a later reading is there. */
export const keepAccess = operation<KeptAccess>(`
mutation KeepAccess($user: users_bool_exp!, $changes: users_set_input!) {
  update_users(where: $user, _set: $changes) { affected_rows }
}`).answering(unreadShape)

interface LostAccess {
  /** With the grant that was judged, or without any. */
  user: ReadUser & ({ _not: { github_token: object } } | { github_token: { version: { _eq: number } } })
  changes: { github_roles: never[]; synced_at: Date; sync_attempted_at: Date; sync_error: string }
  log: LogRow[]
  endedGrants: { user_id: { _eq: string }; version: { _in: number[] } }
}

/**
 * Ends every session of somebody who may no longer be signed in, takes GitHub's roles away and says why. All of it
 * asks for the grant that was judged: whoever signed in again meanwhile has another one, and keeps what they have.
 */
export const endAccess = operation<LostAccess>(`
mutation LoseAccess(
  $user: users_bool_exp!, $changes: users_set_input!, $log: [auth_log_insert_input!]!
  $endedGrants: github_tokens_bool_exp!
) {
  update_users(where: $user, _set: $changes) { affected_rows }
  update_sessions(where: { user: $user }, _set: { end_reason: "access-lost" }) { affected_rows }
  delete_sessions(where: { user: $user }) { affected_rows }
  insert_auth_log(objects: $log) { affected_rows }
  delete_github_tokens(where: $endedGrants) { affected_rows }
}`).answering(z.object({ update_users: countShape }))

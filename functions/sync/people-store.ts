import { z } from 'zod'
import { countShape, operation } from '../hasura/operation.js'

/**
 * Those whom no sync has tried for the longest time. Whose sign-in or change at GitHub no reading shows yet, because
 * every delivery of the event met a failure, comes again sooner.
 */
export const findStalest = operation<{ before: Date; owedBefore: Date; limit: number }>(`
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
}`).answering(z.object({ users: z.array(z.object({ id: z.string() })) }))

/** One person, or everybody with a role of GitHub. */
export type WhichUsers = { id: { _eq: string } } | { github_roles: { _neq: never[] } }

/** Asks for a sync of these people; the event trigger delivers it, and goes on until it is done. */
export const requestSync = operation<{ users: WhichUsers; now: Date }>(`
mutation RequestSync($users: users_bool_exp!, $now: timestamptz!) {
  update_users(where: $users, _set: { sync_requested_at: $now }) { affected_rows }
}`).answering(z.object({ update_users: countShape }))

const listedShape = z.object({ users: z.array(z.object({ id: z.string(), login: z.string() })) })

/** Everybody whom a sync can ask GitHub about, page by page in the order of ids. */
export const listSyncable = operation<{ after: string; limit: number }>(`
query ListSyncable($after: String!, $limit: Int!) {
  users(
    where: { id: { _gt: $after }, disabled_at: { _is_null: true }, github_token: {} }
    order_by: { id: asc }
    limit: $limit
  ) { id login }
}`).answering(listedShape)

/** Who had this login when they were last seen; logins change hands, so that it can be several. */
export const findByLogin = operation<{ login: string }>(`
query FindByLogin($login: String!) {
  users(where: { login: { _ilike: $login } }, limit: 10) { id login }
}`).answering(listedShape)

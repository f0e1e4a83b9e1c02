import * as z from 'zod'
import { countShape, operation, unreadShape } from '../hasura/operation.js'

const idsShape = z.array(z.object({ id: z.string() }))

/**
 * Those whose turn it is, the longest overdue first. Who has one, and when, is a column of the database: whoever was not
 * tried for a day, and within the hour those whose reading somebody waits for or whom an earlier run left behind.
 */
export const findDue = operation<{ now: Date; limit: number }>(`
query DueUsers($now: timestamptz!, $limit: Int!) {
  users(where: { sync_due_at: { _lt: $now } }, order_by: [{ sync_due_at: asc }, { id: asc }], limit: $limit) { id }
}`).answering(z.object({ users: idsShape }))

/** Takes up those of them whose turn it still is: of two runs at once, each person is one's. */
export const claimDue = operation<{ ids: string[]; now: Date }>(`
mutation ClaimUsers($ids: [String!]!, $now: timestamptz!) {
  update_users(where: { id: { _in: $ids }, sync_due_at: { _lt: $now } }, _set: { sync_claimed_at: $now }) {
    returning { id }
  }
}`).answering(z.object({ update_users: z.object({ returning: idsShape }) }))

/** Puts those back whom the run did not get to. */
export const releaseClaimed = operation<{ ids: string[] }>(`
mutation ReleaseUsers($ids: [String!]!) {
  update_users(where: { id: { _in: $ids } }, _set: { sync_claimed_at: null }) { affected_rows }
}`).answering(unreadShape)

/** Asks for a sync of a person; the event trigger delivers it, and goes on until it is done. */
export const requestSync = operation<{ userId: string; now: Date }>(`
mutation RequestSync($userId: String!, $now: timestamptz!) {
  update_users(where: { id: { _eq: $userId } }, _set: { sync_requested_at: $now }) { affected_rows }
}`).answering(z.object({ update_users: countShape }))

const requestedShape = z.object({ people: z.int(), last_id: z.string().nullable() })

/** Asks for a sync of at most so many of those to whom GitHub gives a role, in the order of ids. */
export const requestMemberSyncs = operation<{ after: string; batch: number }>(`
mutation RequestMemberSyncs($after: String!, $batch: Int!) {
  request_member_syncs(args: { after_id: $after, batch: $batch }) { people last_id }
}`).answering(z.object({ request_member_syncs: z.tuple([requestedShape]) }))

const personShape = z.object({ id: z.string(), login: z.string() })

/**
 * Everybody whom a sync can ask GitHub about, page by page in the order of ids. The database joins from the named id on only
 * where both sides name it.
 */
export const listSyncable = operation<{ after: string; limit: number }>(`
query ListSyncable($after: String!, $limit: Int!) {
  github_tokens(
    where: { user_id: { _gt: $after }, user: { id: { _gt: $after }, disabled_at: { _is_null: true } } }
    order_by: { user_id: asc }
    limit: $limit
  ) { user { id login } }
}`).answering(z.object({ github_tokens: z.array(z.object({ user: personShape })) }))

/** Who had this login when they were last seen; logins change hands, so that it can be several. */
export const findByLogin = operation<{ login: string }>(`
query FindByLogin($login: String!) {
  users(where: { login_lower: { _eq: $login } }, limit: 10) { id login }
}`).answering(z.object({ users: z.array(personShape) }))

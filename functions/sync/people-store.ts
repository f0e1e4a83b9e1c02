import * as z from 'zod'
import { countShape, operation, unreadShape } from '../hasura/operation.js'

interface StaleTimes {
  before: Date
  owedBefore: Date
  claimedBefore: Date
}

const staleTypes = '$before: timestamptz!, $owedBefore: timestamptz!, $claimedBefore: timestamptz!'

/**
 * Those whom no sync has tried for long. Whose sign-in or change at GitHub no reading shows yet, because every delivery
 * of the event met a failure, comes again sooner. Whom another run took up is left to it for a while.
 */
const isStale = `
      disabled_at: { _is_null: true }, github_token: {}
      _and: [
        { _or: [{ sync_claimed_at: { _is_null: true } }, { sync_claimed_at: { _lt: $claimedBefore } }] }
        { _or: [
          { sync_attempted_at: { _is_null: true } }
          { sync_attempted_at: { _lt: $before } }
          { sync_attempted_at: { _lt: $owedBefore }, awaits_sync: { _eq: true } }
        ] }
      ]`

const idsShape = z.array(z.object({ id: z.string() }))

export const findStalest = operation<StaleTimes & { limit: number }>(`
query StalestUsers(${staleTypes}, $limit: Int!) {
  users(
    where: { ${isStale} }
    order_by: [{ sync_claimed_at: asc_nulls_first }, { sync_attempted_at: asc_nulls_first }, { id: asc }]
    limit: $limit
  ) { id }
}`).answering(z.object({ users: idsShape }))

/** Takes up those of them who are still stale: of two runs at once, each person is one's. */
export const claimStale = operation<StaleTimes & { ids: string[]; now: Date }>(`
mutation ClaimUsers(${staleTypes}, $ids: [String!]!, $now: timestamptz!) {
  update_users(where: { id: { _in: $ids } ${isStale} }, _set: { sync_claimed_at: $now }) { returning { id } }
}`).answering(z.object({ update_users: z.object({ returning: idsShape }) }))

/** Puts those back whom the run did not get to. */
export const releaseClaimed = operation<{ ids: string[] }>(`
mutation ReleaseUsers($ids: [String!]!) {
  update_users(where: { id: { _in: $ids } }, _set: { sync_claimed_at: null }) { affected_rows }
}`).answering(unreadShape)

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

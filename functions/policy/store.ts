import * as z from 'zod'
import { countShape, operation } from '../hasura/operation.js'

/**
 * The row of a user, if it shows an earlier reading of GitHub than the one with this ticket: of two that overlap, the one
 * that began later stays, whoever writes last and whatever the clocks say.
 */
export interface ReadUser {
  id: { _eq: string }
  shown: { _lt: number }
}

const takenTicketShape = z.object({
  update_users: z.object({ returning: z.array(z.object({ ticket: z.int() })).max(1) }),
})

/** Begins a reading of memberships: whatever begins later has a higher ticket. Disabled users get none. */
export const beginCheck = operation<{ userId: string }>(`
mutation BeginCheck($userId: String!) {
  update_users(where: { id: { _eq: $userId } }, _inc: { ticket: 1 }) { returning { ticket } }
}`).answering(takenTicketShape)

interface KeptAccess {
  user: ReadUser
  changes: { checked_at: Date; github_roles: string[]; shown: number; access_lost: null }
}

/** Writes down that somebody still may be signed in, and the roles that GitHub gives, unless a later reading is there. */
export const keepAccess = operation<KeptAccess>(`
mutation KeepAccess($user: users_bool_exp!, $changes: users_set_input!) {
  update_users(where: $user, _set: $changes) { affected_rows }
}`).answering(z.object({ update_users: countShape }))

/** With the grant that was judged, or without any. */
type OfGrant = { _not: { github_token: object } } | { github_token: { version: { _eq: number } } }

/** The row in which this very reading was written. */
type JudgedUser = { id: { _eq: string }; shown: { _eq: number } } & OfGrant

interface LostAccess {
  /** Nothing may have happened since the reading began: a sign-in or a word of GitHub is newer than it. */
  user: ReadUser & { wanted: { _lte: number } } & OfGrant
  changes: {
    github_roles: never[]
    shown: number
    access_lost: string
    synced_at: Date
    sync_attempted_at: Date
    sync_error: string
  }
  judged: JudgedUser
  endedGrants: { user: JudgedUser; version: { _in: number[] } }
}

/**
 * Ends every session of somebody who may no longer be signed in, takes GitHub's roles away and says why; the log row is
 * the database's. All of it asks for the reading and the grant that were judged: whoever signed in again meanwhile has
 * another one, and keeps what they have.
 */
export const endAccess = operation<LostAccess>(`
mutation LoseAccess(
  $user: users_bool_exp!, $changes: users_set_input!, $judged: users_bool_exp!
  $endedGrants: github_tokens_bool_exp!
) {
  update_users(where: $user, _set: $changes) { affected_rows }
  update_sessions(where: { user: $judged }, _set: { end_reason: "access-lost" }) { affected_rows }
  delete_sessions(where: { user: $judged }) { affected_rows }
  delete_github_tokens(where: $endedGrants) { affected_rows }
}`).answering(z.object({ update_users: countShape }))

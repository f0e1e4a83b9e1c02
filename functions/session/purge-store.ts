import * as z from 'zod'
import { countShape, operation } from '../hasura/operation.js'

const idsShape = z.array(z.object({ id: z.string() }))

interface Ends {
  now: Date
  logBefore: Date
  tokensBefore: Date
  limit: number
}

/**
 * Finds a bounded number of rows that have ended: sessions past one of their ends, log rows past their keeping and ID
 * tokens that are accepted nowhere any more.
 */
export const findExpired = operation<Ends>(`
query FindExpired($now: timestamptz!, $logBefore: timestamptz!, $tokensBefore: timestamptz!, $limit: Int!) {
  sessions(where: { _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }, limit: $limit) { id }
  auth_log(where: { at: { _lt: $logBefore } }, limit: $limit) { id }
  used_id_tokens(where: { expires_at: { _lt: $tokensBefore } }, limit: $limit) { jti }
}`).answering(
  z.object({
    sessions: idsShape,
    auth_log: idsShape,
    used_id_tokens: z.array(z.object({ jti: z.string() })),
  }),
)

/** Deletes them, unless a session was used meanwhile. */
export const deleteExpired = operation<{
  sessions: string[]
  logRows: string[]
  idTokens: string[]
  now: Date
}>(`
mutation Purge($sessions: [uuid!]!, $logRows: [uuid!]!, $idTokens: [String!]!, $now: timestamptz!) {
  delete_sessions(where: { id: { _in: $sessions }, _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }) {
    affected_rows
  }
  delete_auth_log(where: { id: { _in: $logRows } }) { affected_rows }
  delete_used_id_tokens(where: { jti: { _in: $idTokens } }) { affected_rows }
}`).answering(
  z.object({ delete_sessions: countShape, delete_auth_log: countShape, delete_used_id_tokens: countShape }),
)

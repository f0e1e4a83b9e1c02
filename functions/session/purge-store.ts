import { z } from 'zod'
import { countShape, operation } from '../hasura/operation.js'

const idsShape = z.array(z.object({ id: z.string() }))

/** Finds a bounded number of rows that have ended: sessions past one of their ends and log rows past their keeping. */
export const findExpired = operation<{ now: Date; logBefore: Date; limit: number }>(`
query FindExpired($now: timestamptz!, $logBefore: timestamptz!, $limit: Int!) {
  sessions(where: { _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }, limit: $limit) { id }
  auth_log(where: { at: { _lt: $logBefore } }, limit: $limit) { id }
}`).answering(z.object({ sessions: idsShape, auth_log: idsShape }))

/** Deletes them, unless a session was used meanwhile. */
export const deleteExpired = operation<{ sessions: string[]; logRows: string[]; now: Date }>(`
mutation Purge($sessions: [uuid!]!, $logRows: [uuid!]!, $now: timestamptz!) {
  delete_sessions(where: { id: { _in: $sessions }, _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }) {
    affected_rows
  }
  delete_auth_log(where: { id: { _in: $logRows } }) { affected_rows }
}`).answering(z.object({ delete_sessions: countShape, delete_auth_log: countShape }))

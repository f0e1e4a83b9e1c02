/** Finds a bounded number of rows that have ended: sessions past one of their ends and log rows past their keeping. */
export const findExpiredDocument = `
query FindExpired($now: timestamptz!, $logBefore: timestamptz!, $limit: Int!) {
  sessions(where: { _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }, limit: $limit) { id }
  auth_log(where: { at: { _lt: $logBefore } }, limit: $limit) { id }
}`

/** Deletes them, unless a session was used meanwhile. */
export const purgeDocument = `
mutation Purge($sessions: [uuid!]!, $logRows: [uuid!]!, $now: timestamptz!) {
  delete_sessions(where: { id: { _in: $sessions }, _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }) {
    affected_rows
  }
  delete_auth_log(where: { id: { _in: $logRows } }) { affected_rows }
}`

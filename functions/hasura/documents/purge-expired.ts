/** Deletes what has ended: sessions past one of their ends and log rows past their keeping. */
export const purgeExpiredDocument = `
mutation PurgeExpired($now: timestamptz!, $logBefore: timestamptz!) {
  delete_sessions(where: { _or: [{ idle_expires_at: { _lte: $now } }, { expires_at: { _lte: $now } }] }) {
    affected_rows
  }
  delete_auth_log(where: { at: { _lt: $logBefore } }) { affected_rows }
}`

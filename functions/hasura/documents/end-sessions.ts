/** Ends the sessions that match and says whose they were. */
export const endSessionsDocument = `
mutation EndSessions($where: sessions_bool_exp!) {
  delete_sessions(where: $where) { returning { id user_id } }
}`

export const writeLogDocument = `
mutation WriteLog($rows: [auth_log_insert_input!]!) {
  insert_auth_log(objects: $rows) { affected_rows }
}`

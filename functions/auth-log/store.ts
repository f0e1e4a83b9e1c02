import { operation, unreadShape } from '../hasura/operation.js'

/**
 * A row of `auth_log`: what happened, when, and to whom if that is known. People read their own rows. Ended sessions and
 * lost access are not among these: the database writes them down.
 */
export interface LogRow {
  event: 'signed-in' | 'sign-in-refused' | 'sign-in-abandoned' | 'workflow-signed-in'
  at: Date
  user_id?: string
  session_id?: string
  detail?: Record<string, string>
}

export const writeLog = operation<{ rows: LogRow[] }>(`
mutation WriteLog($rows: [auth_log_insert_input!]!) {
  insert_auth_log(objects: $rows) { affected_rows }
}`).answering(unreadShape)

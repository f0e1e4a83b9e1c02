import type { LogRow } from '../auth-log/store.js'
import { operation, unreadShape } from '../hasura/operation.js'

interface WorkflowSignIn {
  token: { jti: string; expires_at: Date }
  log: LogRow
}

/** Uses an ID token up and writes down who came in; refused as a whole for a token that was used before. */
export const useIdToken = operation<WorkflowSignIn>(`
mutation UseIdToken($token: used_id_tokens_insert_input!, $log: auth_log_insert_input!) {
  insert_used_id_tokens_one(object: $token) { jti }
  insert_auth_log(objects: [$log]) { affected_rows }
}`).answering(unreadShape)

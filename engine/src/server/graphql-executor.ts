import type { Session } from '../auth/session.js'
import type { ExecuteResult } from '../execute/execute-request.js'

/** Answers a GraphQL request, or a list of them; what a client did wrong is an answer, too. */
export type GraphqlExecutor = (request: {
  body: unknown
  session: Session
  clientHeaders: Headers
  clientAddress: string | undefined
}) => Promise<ExecuteResult>

import type { Session } from '../auth/session.js'

/** Answers a GraphQL request, or a list of them; what a client did wrong is an answer, too. */
export type GraphqlExecutor = (request: {
  body: unknown
  session: Session
  clientHeaders: Headers
  clientAddress: string | undefined
}) => Promise<GraphqlAnswer>

interface GraphqlAnswer {
  /** For the endpoints that show one. */
  status: number
  /** JSON text. */
  body: string
  setCookies: string[]
}

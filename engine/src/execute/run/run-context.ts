import type { ActionDeps } from '../../actions/call-action.js'
import type { Session } from '../../auth/session.js'
import type { Database } from '../../database/database.js'
import type { InternalErrors } from '../../errors.js'
import { SqlContext } from '../../sql/sql-context.js'
import type { Generation } from '../generation.js'
import type { Limiter } from '../limits/limiter.js'

/** What running a request takes besides the request itself. */
export interface ExecuteDeps {
  database: Database
  generation: Generation
  actions: Omit<ActionDeps, 'customTypes'>
  /** The headers of the client's request, as far as actions may forward them. */
  clientHeaders: Headers
  /** Where the client's request came from. */
  clientAddress?: string | undefined
  /** Nothing limits what the engine itself asks. */
  limiter?: Limiter
  internalErrors?: InternalErrors
}

export interface RunContext extends ExecuteDeps {
  session: Session
  requestQuery: string
  newContext: () => SqlContext
}

export function makeRunContext(deps: ExecuteDeps, session: Session, requestQuery: string): RunContext {
  const newContext = () => new SqlContext(session.variables, deps.generation.options)
  return { ...deps, session, requestQuery, newContext }
}

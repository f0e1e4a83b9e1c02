import type { Session } from '../auth/session.js'
import { asSeenBy, errorReply, toHasuraError } from '../execute/error-reply.js'
import { mapPostgresError } from '../execute/map-postgres-error.js'
import { type AnsweredRequest, type PreparedRequest, prepareRequest } from '../execute/prepare-request.js'
import { type ExecuteDeps, makeRunContext } from '../execute/run/run-context.js'
import { runRequest } from '../execute/run-request.js'
import { openSubscription } from '../execute/subscribe/open-subscription.js'
import type { PolledSubscription } from './subscription-poller.js'

/** An operation of one client as it came over a socket. */
export interface Operation {
  body: unknown
  session: Session
  clientHeaders: Headers
  clientAddress: string | undefined
}

/** The engine at this moment, as operations see it. */
export type OperationDeps = () => Omit<ExecuteDeps, 'clientHeaders' | 'clientAddress'>

/** @throws HasuraError when the operation cannot begin */
export function prepareOperation(operation: Operation, deps: OperationDeps): PreparedRequest {
  const { body, session, clientAddress } = operation
  const { limiter, generation } = deps()
  limiter?.admit(session, clientAddress, generation.metadata.api_limits)
  generation.allowList?.demand(body, session)
  return prepareRequest(body, session, generation)
}

/**
 * Runs a query or mutation.
 *
 * @returns the reply as JSON text
 */
export async function runOperation(
  request: AnsweredRequest,
  operation: Operation,
  deps: OperationDeps,
): Promise<string> {
  const { data } = await runRequest(contextOf(operation, request, deps), request)
  return `{"data":${data}}`
}

/** A subscription for the poller; live queries that ask the same in the same session are shared. */
export function toPolledSubscription(
  request: PreparedRequest,
  operation: Operation,
  deps: OperationDeps,
): PolledSubscription {
  const { session, body } = operation
  const isStream = request.kind === 'stream'
  return {
    key: isStream ? undefined : JSON.stringify([session.variables, session.backendOnly, body]),
    isStream,
    open: () => openSubscription(contextOf(operation, request, deps), request),
    describeFailure: (error) => JSON.stringify({ data: null, errors: errorsOf(error, operation, deps) }),
  }
}

/** What was thrown, as GraphQL clients get it. */
export function errorsOf(thrown: unknown, { session }: Operation, deps: OperationDeps): object[] {
  const error = toHasuraError(mapPostgresError(thrown, '$'))
  return errorReply(asSeenBy(session, error, deps().internalErrors)).errors
}

function contextOf({ session, clientHeaders }: Operation, request: PreparedRequest, deps: OperationDeps) {
  return makeRunContext({ ...deps(), clientHeaders }, session, request.query)
}

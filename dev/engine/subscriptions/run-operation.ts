import type { Session } from '../auth/session.js'
import type { HasuraError } from '../errors.js'
import { errorReply, showsInternal, toHasuraError } from '../execute/error-reply.js'
import { mapPostgresError } from '../execute/map-postgres-error.js'
import { type PreparedRequest, prepareRequest } from '../execute/prepare-request.js'
import { type ExecuteDeps, makeRunContext } from '../execute/run/run-context.js'
import { runRequest } from '../execute/run-request.js'

/** An operation of one client as it came over a socket. */
export interface Operation {
  body: unknown
  session: Session
  clientHeaders: Headers
}

/** The engine as operations over sockets see it. */
export type OperationDeps = () => Omit<ExecuteDeps, 'clientHeaders'>

/** Errors as GraphQL clients get them. */
export class OperationFailure extends Error {
  override readonly name = 'OperationFailure'
  readonly errors: readonly object[]
  /** False when the operation did not even begin. */
  readonly hasBegun: boolean

  constructor(
    error: HasuraError,
    { session, hasBegun, isDevMode }: { session: Session; hasBegun: boolean; isDevMode: boolean },
  ) {
    super(error.message, { cause: error })
    this.errors = errorReply(error, showsInternal(session, isDevMode)).errors
    this.hasBegun = hasBegun
  }
}

/** @throws OperationFailure */
export function prepareOperation({ body, session }: Operation, deps: OperationDeps): PreparedRequest {
  const { generation, isDevMode = false } = deps()
  try {
    return prepareRequest(body, session, generation)
  } catch (thrown) {
    throw new OperationFailure(toHasuraError(thrown), { session, hasBegun: false, isDevMode })
  }
}

/**
 * Runs a prepared operation once.
 *
 * @returns the reply as JSON text
 * @throws OperationFailure
 */
export async function runOperation(
  request: PreparedRequest,
  { session, clientHeaders }: Operation,
  deps: OperationDeps,
): Promise<string> {
  const current = deps()
  try {
    const run = makeRunContext({ ...current, clientHeaders }, session, request.query)
    return `{"data":${(await runRequest(run, request)).data}}`
  } catch (thrown) {
    const error = toHasuraError(mapPostgresError(thrown, '$'))
    throw new OperationFailure(error, { session, hasBegun: true, isDevMode: current.isDevMode ?? false })
  }
}

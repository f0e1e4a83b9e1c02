import type { Session } from '../auth/session.js'
import type { HasuraError } from '../errors.js'
import { errorReply, showsInternal, toHasuraError } from './error-reply.js'
import { mapPostgresError } from './map-postgres-error.js'
import { refuseLarge } from './limits/refuse-large.js'
import { prepareAnswer } from './prepare-request.js'
import { type ExecuteDeps, makeRunContext } from './run/run-context.js'
import { runRequest } from './run-request.js'

export interface ExecuteResult {
  /** What endpoints other than `/v1/graphql`, which always answers 200, would answer. */
  status: number
  /** The reply as JSON text, with all digits that Postgres wrote. */
  body: string
  /** The `data` in it, if one request was answered. */
  data?: string
  setCookies: string[]
  /** What went wrong, as far as the session may know. */
  error?: HasuraError
}

/** Answers a GraphQL request, or a list of them. */
export async function executeRequest(
  body: unknown,
  session: Session,
  deps: ExecuteDeps,
): Promise<ExecuteResult> {
  if (!Array.isArray(body)) return executeOne(body, session, deps)
  try {
    refuseLarge('batch', body.length, session, deps.generation.metadata.api_limits)
  } catch (thrown) {
    return failure(thrown, session, deps)
  }
  const results: ExecuteResult[] = []
  for (const single of body) results.push(await executeOne(single, session, deps))
  return {
    status: 200,
    body: `[${results.map((result) => result.body).join(',')}]`,
    setCookies: results.flatMap(({ setCookies }) => setCookies),
  }
}

async function executeOne(body: unknown, session: Session, deps: ExecuteDeps): Promise<ExecuteResult> {
  try {
    deps.limiter?.admit(session, deps.clientAddress, deps.generation.metadata.api_limits)
    deps.generation.allowList?.demand(body, session)
    const request = prepareAnswer(body, session, deps.generation)
    const { data, setCookies } = await runRequest(makeRunContext(deps, session, request.query), request)
    return { status: 200, body: `{"data":${data}}`, data, setCookies }
  } catch (thrown) {
    return failure(thrown, session, deps)
  }
}

function failure(thrown: unknown, session: Session, { internalErrors }: ExecuteDeps): ExecuteResult {
  const known = toHasuraError(mapPostgresError(thrown, '$'))
  const error = showsInternal(session, internalErrors) ? known : known.withoutInternal()
  return { status: error.status, body: JSON.stringify(errorReply(error, true)), setCookies: [], error }
}

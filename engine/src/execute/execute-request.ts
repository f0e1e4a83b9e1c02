import type { Session } from '../auth/session.js'
import type { HasuraError } from '../errors.js'
import { errorReply, showsInternal, toHasuraError } from './error-reply.js'
import { mapPostgresError } from './map-postgres-error.js'
import { refuseLarge } from './limits/refuse-large.js'
import { prepareAnswer } from './prepare-request.js'
import { type ExecuteDeps, makeRunContext } from './run/run-context.js'
import { runRequest } from './run-request.js'

interface ExecuteResult {
  /** What endpoints other than `/v1/graphql`, which always answers 200, would answer. */
  status: number
  /** The reply as JSON text, with all digits that Postgres wrote. */
  body: string
  setCookies: string[]
  /** Unexpected failures, for the log. */
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
    const request = prepareAnswer(body, session, deps.generation)
    const { data, setCookies } = await runRequest(makeRunContext(deps, session, request.query), request)
    return { status: 200, body: `{"data":${data}}`, setCookies }
  } catch (thrown) {
    return failure(thrown, session, deps)
  }
}

function failure(thrown: unknown, session: Session, { isDevMode }: ExecuteDeps): ExecuteResult {
  const error = toHasuraError(mapPostgresError(thrown, '$'))
  const reply = errorReply(error, showsInternal(session, isDevMode))
  return { status: error.status, body: JSON.stringify(reply), setCookies: [], error }
}

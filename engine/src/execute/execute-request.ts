import type { Session } from '../auth/session.js'
import type { HasuraError } from '../errors.js'
import { asSeenBy, errorReply, toHasuraError } from './error-reply.js'
import { mapPostgresError } from './map-postgres-error.js'
import { refuseLarge } from './limits/refuse-large.js'
import { compileRequest } from './compiled/compile-request.js'
import { prepareAnswer, prepareFrom } from './prepare-request.js'
import { type GraphqlRequest, readBody } from './request/read-body.js'
import { type ExecuteDeps, makeRunContext } from './run/run-context.js'
import { type RequestResult, runCompiled, runRequest } from './run-request.js'

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
    const { data, setCookies } = await answer(readBody(body), session, deps)
    return { status: 200, body: `{"data":${data}}`, data, setCookies }
  } catch (thrown) {
    return failure(thrown, session, deps)
  }
}

/** By statements that are known already, where there are any. */
function answer(asked: GraphqlRequest, session: Session, deps: ExecuteDeps): Promise<RequestResult> {
  const { generation } = deps
  const run = makeRunContext(deps, session, asked.query)
  const compiled = generation.compiled.find(asked, session, (late) =>
    compileRequest(prepareFrom(asked, session, generation, late), generation.options),
  )
  return compiled ? runCompiled(run, compiled) : runRequest(run, prepareAnswer(asked, session, generation))
}

function failure(thrown: unknown, session: Session, { internalErrors }: ExecuteDeps): ExecuteResult {
  const error = asSeenBy(session, toHasuraError(mapPostgresError(thrown, '$')), internalErrors)
  return { status: error.status, body: JSON.stringify(errorReply(error)), setCookies: [], error }
}

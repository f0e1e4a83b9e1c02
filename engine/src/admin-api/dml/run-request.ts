import { HasuraError } from '../../errors.js'
import { mapPostgresError } from '../../execute/map-postgres-error.js'
import { prepareAnswer } from '../../execute/prepare-request.js'
import { makeRunContext } from '../../execute/run/run-context.js'
import { runRequest } from '../../execute/run-request.js'
import { isJsonObject, type Json } from '../../json/json.js'
import { parseJson } from '../../json/parse-json.js'
import type { CommandContext } from '../command.js'
import type { RequestBuilder } from './request-builder.js'

/** Runs one field as GraphQL in the caller's session, and gives what it answered. */
export async function runField(
  kind: 'query' | 'mutation',
  field: string,
  request: RequestBuilder,
  { database, state, env, session, poke }: CommandContext,
): Promise<Json> {
  const generation = state.current().generation.older
  const query = request.query(kind, field)
  const asked = { query, variables: request.variables, operationName: null }
  const deps = { database, generation, actions: { env }, clientHeaders: new Headers() }
  try {
    const prepared = prepareAnswer(asked, session, generation)
    const { data } = await runRequest(makeRunContext(deps, session, query), prepared)
    poke()
    const answer = parseJson(data)
    return isJsonObject(answer) ? (answer['result'] ?? null) : null
  } catch (thrown) {
    throw atArgs(mapPostgresError(thrown, '$'))
  }
}

/** The client knows nothing of GraphQL's paths. */
function atArgs(error: unknown): unknown {
  if (!(error instanceof HasuraError)) return error
  const { code, message, status, internal } = error
  return new HasuraError(code, message, { path: '$.args', status, internal, cause: error })
}

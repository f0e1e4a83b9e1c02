import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, toJson } from '../../json/json.js'
import { jsonKind } from '../../json/json-kind.js'
import { MAX_NESTING } from './max-nesting.js'

/** One GraphQL request as it came over HTTP or a socket. */
export interface GraphqlRequest {
  query: string
  variables: JsonObject
  operationName: string | null
}

const body = z.looseObject({
  query: z.string(),
  variables: z.unknown().optional(),
  operationName: z.string().nullish(),
  extensions: z.looseObject({ persistedQuery: z.unknown().optional() }).nullish().catch(null),
})

/** @throws HasuraError when the body is not a GraphQL request */
export function readBody(value: unknown): GraphqlRequest {
  const parsed = body.safeParse(value)
  if (!parsed.success) throw malformed(value)
  if (parsed.data.extensions?.persistedQuery !== undefined) {
    throw new HasuraError('not-supported', 'Automatic Persisted Queries is not enabled')
  }
  const variables = toJson(parsed.data.variables ?? {})
  if (!isJsonObject(variables)) {
    throw new HasuraError(
      'parse-failed',
      `parsing HashMap failed, expected Object, but encountered ${jsonKind(variables)}`,
      {
        path: '$.variables',
      },
    )
  }
  refuseDeep(variables)
  return { query: parsed.data.query, variables, operationName: parsed.data.operationName ?? null }
}

function refuseDeep(variables: JsonObject): void {
  let level: Json[] = [variables]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_NESTING) {
      const message = `the variables are too large: nested more than ${MAX_NESTING} levels deep`
      throw new HasuraError('validation-failed', message, { path: '$.variables' })
    }
    level = level.flatMap((value) =>
      Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [],
    )
  }
}

const REQUEST = 'Hasura.GraphQL.Transport.HTTP.Protocol.GQLReq(GQLReq)'

function malformed(value: unknown): HasuraError {
  if (typeof value !== 'object' || value === null) {
    return new HasuraError(
      'parse-failed',
      `parsing ${REQUEST} failed, expected Object, but encountered ${jsonKind(value)}`,
    )
  }
  const query: unknown = Reflect.get(value, 'query')
  if (query === undefined)
    return new HasuraError('parse-failed', `parsing ${REQUEST} failed, key "query" not found`)
  if (typeof query !== 'string') {
    return new HasuraError(
      'parse-failed',
      `parsing Text failed, expected String, but encountered ${jsonKind(query)}`,
      { path: '$.query' },
    )
  }
  const name: unknown = Reflect.get(value, 'operationName')
  return new HasuraError(
    'parse-failed',
    `parsing Text failed, expected String, but encountered ${jsonKind(name)}`,
    {
      path: '$.operationName',
    },
  )
}

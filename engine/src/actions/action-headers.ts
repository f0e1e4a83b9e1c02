import type { Env } from '../metadata/env-template.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import { configuredHeaders, defaultHeaders, type HeaderMap, newTrace } from '../webhook/headers.js'
import { forwardedHeaders } from './forwarded-headers.js'

type Definition = ActionMetadata['definition']
type HeaderSettings = Pick<Definition, 'headers' | 'forward_client_headers'> &
  Partial<Pick<Definition, 'ignored_client_headers'>>

/**
 * The headers of a call that a client's request makes the engine do. Of one name the client's wins over the engine's
 * own, and that over the configured one; with `HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE` it is the other way round.
 */
export function actionHeaders(definition: HeaderSettings, clientHeaders: Headers, env: Env): HeaderMap {
  const configured = configuredHeaders(definition.headers, env)
  const own = defaultHeaders(newTrace(clientHeaders.get('x-b3-traceid')))
  const client = definition.forward_client_headers
    ? forwardedHeaders(clientHeaders, definition.ignored_client_headers)
    : new Map<string, string>()
  const weakestFirst =
    env['HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE'] === 'true'
      ? [client, own, configured]
      : [configured, own, client]
  return new Map(weakestFirst.flatMap((headers) => [...headers]))
}

import type { InternalErrors } from './errors.js'
import type { GenerationOptions } from './execute/generation.js'
import type { Env } from './metadata/env-template.js'
import {
  NAMING_CONVENTIONS,
  type NamingConvention,
  UNKNOWN_CONVENTION,
} from './metadata/schemas/naming-convention.js'

interface EngineSettings {
  /** Address to listen on. */
  host: string
  eventsPollMs: number
  asyncActionsPollMs: number
  liveQueryRefetchMs: number
  /** How long what is under way may take to end when the engine stops. */
  graceMs: number
  webSocketKeepAliveMs: number
  webSocketInitTimeoutMs: number
  internalErrors: InternalErrors
  generation: GenerationOptions
}

/** What Hasura's own environment variables say, with Hasura's defaults except where development wants others. */
export function readSettings(env: Env): EngineSettings {
  return {
    host: readHost(env['HASURA_GRAPHQL_SERVER_HOST']),
    eventsPollMs: readNumber(env['HASURA_GRAPHQL_EVENTS_FETCH_INTERVAL'], 1000),
    asyncActionsPollMs: readNumber(env['HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL'], 1000),
    liveQueryRefetchMs: readNumber(env['HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL'], 1000),
    // Hasura waits for a minute; a developer who presses Ctrl-C does not want to.
    graceMs: readNumber(env['HASURA_GRAPHQL_GRACEFUL_SHUTDOWN_TIMEOUT'], 3) * 1000,
    webSocketKeepAliveMs: readNumber(env['HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE'], 5) * 1000,
    webSocketInitTimeoutMs: readNumber(env['HASURA_GRAPHQL_WEBSOCKET_CONNECTION_INIT_TIMEOUT'], 3) * 1000,
    internalErrors: readInternalErrors(env),
    generation: {
      stringifiesNumbers: env['HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES'] === 'true',
      namingConvention: readConvention(env['HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION']),
      infersFunctionPermissions: env['HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS'] !== 'false',
      enforcesAllowList: env['HASURA_GRAPHQL_ENABLE_ALLOWLIST'] === 'true',
    },
  }
}

function readInternalErrors(env: Env): InternalErrors {
  if (env['HASURA_GRAPHQL_DEV_MODE'] === 'true') return 'everybody'
  return env['HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS'] === 'false' ? 'nobody' : 'admins'
}

/** Only this machine, unless told otherwise: `*` is Hasura's word for everybody. */
function readHost(configured: string | undefined): string {
  if (!configured) return '127.0.0.1'
  return configured === '*' ? '0.0.0.0' : configured
}

/** @throws Error in Hasura's words */
function readConvention(text: string | undefined): NamingConvention {
  const convention = NAMING_CONVENTIONS.find((known) => known === (text || 'hasura-default'))
  if (convention) return convention
  throw new Error(`HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION: ${UNKNOWN_CONVENTION}`)
}

function readNumber(text: string | undefined, otherwise: number): number {
  const value = Number(text)
  return text && value >= 0 ? value : otherwise
}

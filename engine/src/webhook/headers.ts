import { randomBytes } from 'node:crypto'
import { type Env, readEnv, resolveEnvTemplate } from '../metadata/env-template.js'
import type { HeaderMetadata } from '../metadata/schemas/common.js'
import { hasuraVersion } from '../version.js'

/** Headers by lower-case name, so that the later of two of one name wins. */
export type HeaderMap = Map<string, string>

/** The headers that the metadata asks for, with the environment's values. */
export function configuredHeaders(headers: readonly HeaderMetadata[], env: Env): HeaderMap {
  return new Map(
    headers.map(({ name, value, value_from_env: fromEnv }) => [
      name.toLowerCase(),
      fromEnv === undefined ? resolveEnvTemplate(value ?? '', env) : readEnv(fromEnv, env),
    ]),
  )
}

/** What every outgoing call carries. */
export function defaultHeaders(trace: TraceContext): HeaderMap {
  return new Map([
    ['content-type', 'application/json'],
    ['user-agent', `hasura-graphql-engine/${hasuraVersion}`],
    ['x-b3-traceid', trace.traceId],
    ['x-b3-spanid', trace.spanId],
    ['traceparent', `00-${trace.traceId}-${trace.spanId}-01`],
  ])
}

interface TraceContext {
  traceId: string
  spanId: string
}

/** Continues the caller's trace, if it has one, with a span of its own. */
export function newTrace(callerTraceId?: string | null): TraceContext {
  const isTraceId =
    callerTraceId !== null && callerTraceId !== undefined && /^[0-9a-f]{32}$/.test(callerTraceId)
  return {
    traceId: isTraceId ? callerTraceId : randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
  }
}

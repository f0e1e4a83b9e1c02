import type { Settings } from '../database/database.js'

interface Trace {
  traceId: string
  spanId: string
}

/** Says to the event triggers of a transaction who changes something and, for a request, in which trace. */
export function sessionSettings(variables: Record<string, string>, trace?: Trace): Settings {
  const context = trace ? JSON.stringify({ trace_id: trace.traceId, span_id: trace.spanId }) : ''
  return { 'hasura.user': JSON.stringify(variables), 'hasura.tracecontext': context }
}

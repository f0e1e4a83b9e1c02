import type { Queryable } from '../database/database.js'

interface Trace {
  traceId: string
  spanId: string
}

/** Says to the event triggers of a transaction who changes something and, for a request, in which trace. */
export async function setSession(
  tx: Queryable,
  variables: Record<string, string>,
  trace?: Trace,
): Promise<void> {
  const context = trace ? JSON.stringify({ trace_id: trace.traceId, span_id: trace.spanId }) : ''
  await tx.query(`SELECT set_config('hasura.user', $1, true), set_config('hasura.tracecontext', $2, true)`, [
    JSON.stringify(variables),
    context,
  ])
}

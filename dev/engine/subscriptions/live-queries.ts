import type { Clock } from '../clock/clock.js'
import type { PreparedRequest } from '../execute/prepare-request.js'
import {
  type Operation,
  type OperationDeps,
  OperationFailure,
  prepareOperation,
  runOperation,
} from './run-operation.js'

/** Gets every new answer as JSON text, the first one at once. */
type Listener = (reply: string) => void

export interface LiveQueries {
  /** @returns ends it */
  subscribe(operation: Operation, request: PreparedRequest, listener: Listener): () => void
  close(): void
}

interface LiveQuery {
  operation: Operation
  request: PreparedRequest
  listeners: Set<Listener>
  /** The last answer that was sent. */
  reply: string | undefined
  isBeingAsked: boolean
}

/**
 * Subscriptions as Hasura has them: the query is asked again at every interval, and what changed is sent. Those that
 * ask the same in the same session share one query.
 */
export function openLiveQueries(
  deps: OperationDeps,
  { clock, intervalMs }: { clock: Clock; intervalMs: number },
): LiveQueries {
  const queries = new Map<string, LiveQuery>()
  let cancelTick = () => {}
  let isClosed = false

  async function refresh(query: LiveQuery): Promise<void> {
    // A slow query is not asked twice at once: the older answer could come last.
    if (query.isBeingAsked) return
    query.isBeingAsked = true
    const reply = await ask(query, deps).finally(() => {
      query.isBeingAsked = false
    })
    if (reply === query.reply) return
    query.reply = reply
    for (const listener of query.listeners) listener(reply)
  }

  async function tick(): Promise<void> {
    await Promise.all([...queries.values()].map(refresh))
    scheduleTick()
  }

  function scheduleTick(): void {
    if (!isClosed && queries.size > 0) cancelTick = clock.after(intervalMs, tick)
  }

  function join(query: LiveQuery, listener: Listener): void {
    query.listeners.add(listener)
    if (query.reply !== undefined) listener(query.reply)
  }

  return {
    subscribe(operation, request, listener) {
      const key = keyOf(operation)
      const known = queries.get(key)
      const query = known ?? {
        operation,
        request,
        listeners: new Set<Listener>(),
        reply: undefined,
        isBeingAsked: false,
      }
      join(query, listener)
      if (known === undefined) {
        queries.set(key, query)
        void refresh(query)
        if (queries.size === 1) scheduleTick()
      }
      return () => {
        query.listeners.delete(listener)
        if (query.listeners.size > 0 || queries.get(key) !== query) return
        queries.delete(key)
        if (queries.size === 0) cancelTick()
      }
    },
    close() {
      isClosed = true
      queries.clear()
      cancelTick()
    },
  }
}

function keyOf({ body, session }: Operation): string {
  return JSON.stringify([session.variables, session.backendOnly, body])
}

/** An error is an answer, too: the subscription goes on and recovers with the next one. */
async function ask(query: LiveQuery, deps: OperationDeps): Promise<string> {
  try {
    if (query.reply !== undefined) query.request = prepareOperation(query.operation, deps)
    return await runOperation(query.request, query.operation, deps)
  } catch (thrown) {
    if (!(thrown instanceof OperationFailure)) throw thrown
    return JSON.stringify({ data: null, errors: thrown.errors })
  }
}

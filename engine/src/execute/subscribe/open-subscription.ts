import type { AnsweredRequest, PreparedRequest } from '../prepare-request.js'
import type { RunContext } from '../run/run-context.js'
import { runRequest } from '../run-request.js'
import { openStream } from './open-stream.js'

/** A subscription under way; whoever holds it decides when to look again. */
export interface Subscription {
  /**
   * Looks at the database again.
   *
   * @returns the `data` to send as JSON text, or null when there is nothing new
   * @throws HasuraError when the query fails, for example because the role lost a session variable's meaning
   */
  poll(): Promise<string | null>
}

/**
 * Opens a prepared subscription: a live query, which sends its whole answer whenever that has changed, or a
 * stream, which sends each row once.
 */
export function openSubscription(run: RunContext, request: PreparedRequest): Subscription {
  return request.kind === 'stream' ? openStream(run, request.stream) : openLiveQuery(run, request)
}

function openLiveQuery(run: RunContext, request: AnsweredRequest): Subscription {
  let sent: string | undefined
  return {
    async poll() {
      const { data } = await runRequest(run, request)
      if (data === sent) return null
      sent = data
      return data
    },
  }
}

import type { AnsweredRequest, PreparedRequest } from '../prepare-request.js'
import type { RunContext } from '../run/run-context.js'
import { runRequest } from '../run-request.js'
import { openStream } from './open-stream.js'
import type { Subscription } from './subscription.js'

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

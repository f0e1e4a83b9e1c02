import { WebhookUnreachable } from '../webhook/webhook-unreachable.js'

/** Undefined when the engine shut down before there was an answer; the call is then made again later. */
export async function unlessAborted<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof WebhookUnreachable && error.reason === 'aborted') return undefined
    throw error
  }
}

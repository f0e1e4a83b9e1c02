import type { HeaderMetadata } from '../metadata/schemas/common.js'
import { headerList } from './header-list.js'
import { retryAfterSeconds } from './retry-after.js'
import { sendWebhook, type WebhookAnswer, type WebhookRequest } from './send-webhook.js'
import { WebhookUnreachable } from './webhook-unreachable.js'

/** How one attempt to deliver an event went, with what the invocation log keeps of it. */
export interface Attempt {
  ok: boolean
  /** The status of the answer; null when there was none. */
  status: number | null
  retryAfterSeconds: number | undefined
  /** JSON text. */
  request: string
  /** JSON text. */
  response: string
}

/**
 * Makes one attempt. The log keeps configured headers as the metadata has them: values from the environment stay names.
 *
 * @throws WebhookUnreachable only when the engine shuts down meanwhile
 */
export async function attemptDelivery(
  request: WebhookRequest,
  configured: readonly HeaderMetadata[],
): Promise<Attempt> {
  const logged = logRequest(request, configured)
  try {
    const answer = await sendWebhook(request)
    const ok = answer.status >= 200 && answer.status < 300
    return {
      ok,
      status: answer.status,
      retryAfterSeconds: ok ? undefined : retryAfterSeconds(answer),
      request: logged,
      response: logResponse(answer),
    }
  } catch (error) {
    if (!(error instanceof WebhookUnreachable) || error.reason === 'aborted') throw error
    const response = JSON.stringify({ type: 'client_error', data: { message: error.message }, version: '2' })
    return { ok: false, status: null, retryAfterSeconds: undefined, request: logged, response }
  }
}

function logRequest({ headers, body }: WebhookRequest, configured: readonly HeaderMetadata[]): string {
  const secret = new Set(configured.map(({ name }) => name.toLowerCase()))
  const own = headerList([...headers].filter(([name]) => !secret.has(name)))
  // The body is JSON text already; parsing it only to print it again would lose digits.
  return `{"payload":${body ?? 'null'},"headers":${JSON.stringify([...own, ...configured])},"version":"2"}`
}

function logResponse({ status, headers, body }: WebhookAnswer): string {
  return JSON.stringify({
    type: 'webhook_response',
    data: { status, headers: headerList(headers), body },
    version: '2',
  })
}

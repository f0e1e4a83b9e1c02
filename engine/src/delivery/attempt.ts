import { HasuraError } from '../errors.js'
import { parseJson } from '../json/parse-json.js'
import type { HeaderMetadata } from '../metadata/schemas/common.js'
import type { RequestTransformMetadata, ResponseTransformMetadata } from '../metadata/schemas/transform.js'
import { headerList } from '../webhook/header-list.js'
import { sendWebhook, type WebhookAnswer, type WebhookRequest } from '../webhook/send-webhook.js'
import { WebhookUnreachable } from '../webhook/webhook-unreachable.js'
import { transformRequest } from '../webhook-transform/transform-request.js'
import { transformResponse } from '../webhook-transform/transform-response.js'
import { retryAfterSeconds } from './retry-after.js'

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

interface DeliverySettings {
  /** The headers as the metadata has them. */
  headers: readonly HeaderMetadata[]
  requestTransform: RequestTransformMetadata | null | undefined
  responseTransform: ResponseTransformMetadata | null | undefined
  sessionVariables: Readonly<Record<string, string>> | null
}

/**
 * Makes one attempt. The log keeps configured headers as the metadata has them: values from the environment stay names.
 *
 * @throws WebhookUnreachable only when the engine shuts down meanwhile
 */
export async function attemptDelivery(
  original: WebhookRequest,
  settings: DeliverySettings,
): Promise<Attempt> {
  const failed = (request: WebhookRequest, message: string) =>
    failedAttempt(logRequest(request, settings.headers), message)
  try {
    return await attempt(original, settings)
  } catch (error) {
    if (error instanceof HasuraError) return failed(original, describeFailure(error))
    if (error instanceof WebhookUnreachable && error.reason !== 'aborted')
      return failed(original, error.message)
    throw error
  }
}

/** An attempt that failed before there was anything to send. */
export function unsentAttempt(body: string, headers: readonly HeaderMetadata[], message: string): Attempt {
  return failedAttempt(logRequest({ headers: new Map(), body }, headers), message)
}

function failedAttempt(request: string, message: string): Attempt {
  return {
    ok: false,
    status: null,
    retryAfterSeconds: undefined,
    request,
    response: JSON.stringify({ type: 'client_error', data: { message }, version: '2' }),
  }
}

async function attempt(original: WebhookRequest, settings: DeliverySettings): Promise<Attempt> {
  const { requestTransform, responseTransform, sessionVariables } = settings
  const context = { body: parseJson(original.body ?? 'null'), sessionVariables }
  const request = requestTransform ? transformRequest(original, requestTransform, context) : original
  const answer = await sendWebhook(request)
  const ok = answer.status >= 200 && answer.status < 300
  return {
    ok,
    status: answer.status,
    retryAfterSeconds: ok ? undefined : retryAfterSeconds(answer),
    request: logRequest(request, settings.headers),
    response: logResponse(responseTransform ? transformResponse(answer, responseTransform, context) : answer),
  }
}

function describeFailure({ message, internal }: HasuraError): string {
  return internal === undefined ? message : `${message}: ${JSON.stringify(internal)}`
}

function logRequest(
  { headers, body }: Pick<WebhookRequest, 'headers' | 'body'>,
  configured: readonly HeaderMetadata[],
): string {
  const secret = new Set(configured.map(({ name }) => name.toLowerCase()))
  const own = headerList([...headers].filter(([name]) => !secret.has(name)))
  // The body is JSON text already; parsing it only to print it again would lose digits.
  return `{"payload":${isJson(body) ? body : JSON.stringify(body ?? null)},"headers":${JSON.stringify([...own, ...configured])},"version":"2"}`
}

function logResponse({ status, headers, body }: WebhookAnswer): string {
  return JSON.stringify({
    type: 'webhook_response',
    data: { status, headers: headerList(headers), body },
    version: '2',
  })
}

/** A transform may have made it something else, a form for example. */
function isJson(body: string | undefined): boolean {
  try {
    JSON.parse(body ?? '')
    return true
  } catch {
    return false
  }
}

import type { WebhookAnswer } from './send-webhook.js'

/** Headers as Hasura lists them in logs and in the `internal` part of errors. */
export function headerList(headers: WebhookAnswer['headers']): { name: string; value: string }[] {
  return headers.map(([name, value]) => ({ name, value }))
}

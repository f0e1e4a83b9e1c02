import type { WebhookAnswer } from '../webhook/send-webhook.js'

/** The seconds that an answer's `Retry-After` asks for; dates and other text are not looked at, as in Hasura. */
export function retryAfterSeconds({ headers }: WebhookAnswer): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim()
  const seconds = value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : 0
  return seconds > 0 ? seconds : undefined
}

import * as z from 'zod'
import { AppError } from '../errors.js'
import type { Answer } from './documented-refusals.js'

/** How long to leave GitHub alone where it names no time. */
export const defaultWaitSeconds = 60
const longestWaitSeconds = 3600

/**
 * The failure that an answer is which asks us to wait. A secondary limit may come as 403 and be told by its words only:
 * without `retry-after`, and with requests remaining.
 *
 * @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors
 */
export function rateLimitFailure(answer: Answer): AppError | undefined {
  if (answer.status !== 429 && !(answer.status === 403 && tellsOfLimit(answer))) return undefined
  const { headers } = answer
  const wait = positive(Number(headers['retry-after'])) ?? secondsUntilReset(headers) ?? defaultWaitSeconds
  const retryAfterSeconds = Math.min(wait, longestWaitSeconds)
  return new AppError('github-rate-limited', { retryAfterSeconds, reason: 'GitHub: rate limit' })
}

const messageShape = z.object({ message: z.string() })

function tellsOfLimit({ headers, body }: Answer): boolean {
  if (headers['retry-after'] !== undefined || isSpent(headers)) return true
  const parsed = messageShape.safeParse(body)
  return parsed.success && /rate limit/i.test(parsed.data.message)
}

function isSpent(headers: Answer['headers']): boolean {
  return String(headers['x-ratelimit-remaining']) === '0'
}

/** From GitHub's own clock to the time at which it gives a new budget; of a secondary limit it says nothing. */
function secondsUntilReset(headers: Answer['headers']): number | undefined {
  if (!isSpent(headers)) return undefined
  const answeredAt = Date.parse(String(headers['date'])) / 1000
  return positive(Number(headers['x-ratelimit-reset']) - answeredAt)
}

function positive(seconds: number): number | undefined {
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : undefined
}

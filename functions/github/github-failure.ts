import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import { AppError } from '../errors.js'
import type { ErrorCode } from '../failures.js'
import { OutboundError } from '../http/outbound-fetch.js'

const errorBodyShape = z.object({ error: z.string() })
const defaultWaitSeconds = 60
const longestWaitSeconds = 3600

/** GitHub's 200-with-error codes, as its troubleshooting page and RFC 8628 section 3.5 list them. */
const oauthErrors: Record<string, { code: ErrorCode; reason?: string }> = {
  bad_verification_code: { code: 'expired' },
  incorrect_client_credentials: {
    code: 'misconfigured',
    reason: 'GitHub refuses GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET',
  },
  redirect_uri_mismatch: {
    code: 'misconfigured',
    reason: 'the callback URL registered at GitHub does not match AUTH_URL',
  },
  unverified_user_email: { code: 'github-email-unverified' },
  access_denied: { code: 'access-denied' },
  authorization_pending: { code: 'authorization-pending' },
  slow_down: { code: 'slow-down' },
  expired_token: { code: 'expired' },
  bad_refresh_token: { code: 'grant-revoked' },
  incorrect_device_code: { code: 'invalid-input' },
  device_flow_disabled: {
    code: 'misconfigured',
    reason: 'device flow is off in the settings of the GitHub app',
  },
  unsupported_grant_type: { code: 'misconfigured', reason: 'GitHub does not know the grant type' },
}

/**
 * Turns whatever octokit threw into a failure of ours.
 *
 * Nothing of octokit's error is kept: its request and even its message may hold the client secret.
 */
export function githubFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof RequestError)) return unexpectedAnswer('an answer of another shape')
  if (error.cause instanceof OutboundError) return noAnswer(error.cause)
  return oauthFailure(error.response?.data) ?? statusFailure(error)
}

/** GitHub answered, but not with what its documentation promises. */
export function unexpectedAnswer(what: string): AppError {
  return new AppError('github-unexpected', { reason: `GitHub gave ${what}` })
}

function noAnswer({ kind }: OutboundError): AppError {
  if (kind === 'too-large') return unexpectedAnswer('a far too large answer')
  const status = kind === 'timeout' ? 504 : 503
  return new AppError('github-unavailable', { status, reason: `GitHub: ${kind}` })
}

/** The failure that an answer of GitHub's OAuth addresses stands for, which comes with status 200 too. */
export function oauthFailure(answer: unknown): AppError | undefined {
  const body = errorBodyShape.safeParse(answer)
  if (!body.success) return undefined
  const known = Object.hasOwn(oauthErrors, body.data.error) ? oauthErrors[body.data.error] : undefined
  if (!known) return unexpectedAnswer('an unknown OAuth error')
  return new AppError(known.code, { reason: known.reason ?? `GitHub: ${body.data.error}` })
}

function statusFailure({ status, response }: RequestError): AppError {
  const headers = response?.headers ?? {}
  const limited = status === 429 || (status === 403 && isRateLimit(headers))
  if (limited) return rateLimited(headers)
  if (status === 401) return new AppError('grant-revoked', { reason: 'GitHub: bad credentials' })
  if (status === 403) return new AppError('access-denied', { reason: 'GitHub: forbidden' })
  if (status >= 500) return new AppError('github-unavailable', { reason: `GitHub: status ${status}` })
  return unexpectedAnswer(`status ${status}`)
}

type Headers = NonNullable<RequestError['response']>['headers']

function isRateLimit(headers: Headers): boolean {
  return headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
}

/** @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function rateLimited(headers: Headers): AppError {
  const wait = positive(Number(headers['retry-after'])) ?? secondsUntilReset(headers) ?? defaultWaitSeconds
  const retryAfterSeconds = Math.min(wait, longestWaitSeconds)
  return new AppError('github-rate-limited', { retryAfterSeconds, reason: 'GitHub: rate limit' })
}

/** From GitHub's own clock to the time at which it gives a new budget. */
function secondsUntilReset(headers: Headers): number | undefined {
  const answeredAt = Date.parse(headers.date ?? '') / 1000
  return positive(Number(headers['x-ratelimit-reset']) - answeredAt)
}

function positive(seconds: number): number | undefined {
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : undefined
}

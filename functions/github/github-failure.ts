import { RequestError } from '@octokit/request-error'
import * as z from 'zod'
import { AppError } from '../errors.js'
import type { ErrorCode } from '../failures.js'
import { OutboundError } from '../http/outbound-fetch.js'
import { type Answer, findRefusal, type Subject } from './documented-refusals.js'
import { defaultWaitSeconds, rateLimitFailure } from './rate-limit.js'

const errorBodyShape = z.object({ error: z.string() })

/** GitHub's 200-with-error codes, as its troubleshooting page and RFC 8628 section 3.5 list them. */
const oauthErrors: ReadonlyMap<string, { code: ErrorCode; reason?: string }> = new Map([
  ['bad_verification_code', { code: 'expired' }],
  [
    'incorrect_client_credentials',
    { code: 'misconfigured', reason: 'GitHub refuses GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET' },
  ],
  [
    'redirect_uri_mismatch',
    { code: 'misconfigured', reason: 'the callback URL registered at GitHub does not match AUTH_URL' },
  ],
  ['unverified_user_email', { code: 'github-email-unverified' }],
  ['access_denied', { code: 'access-denied' }],
  ['authorization_pending', { code: 'authorization-pending' }],
  ['slow_down', { code: 'slow-down' }],
  ['expired_token', { code: 'expired' }],
  ['incorrect_device_code', { code: 'invalid-input' }],
  [
    'device_flow_disabled',
    { code: 'misconfigured', reason: 'device flow is off in the settings of the GitHub app' },
  ],
  ['unsupported_grant_type', { code: 'misconfigured', reason: 'GitHub does not know the grant type' }],
])

/** GitHub's OAuth addresses tell an error with status 200; RFC 6749 section 5.2 has 400 for it. */
const oauthErrorStatuses = [200, 400]

/**
 * Turns whatever octokit threw at an OAuth address into a failure of ours.
 *
 * Nothing of octokit's error is kept: its request and even its message may hold the client secret.
 */
export function githubFailure(error: unknown): AppError {
  const answer = readAnswer(error)
  return answer instanceof AppError ? answer : (oauthFailure(answer) ?? unclearFailure(answer))
}

/**
 * Turns whatever octokit threw at a reading into a failure of ours: a refusal where GitHub documents this very answer
 * as one, and else something that tells nothing of the person.
 */
export function readingFailure(error: unknown, subject: Subject): AppError {
  const answer = readAnswer(error)
  if (answer instanceof AppError) return answer
  return rateLimitFailure(answer) ?? refusalFailure(subject, answer) ?? unclearFailure(answer)
}

/** GitHub answered, but not with what its documentation promises. */
export function unexpectedAnswer(what: string): AppError {
  return new AppError('github-unexpected', { reason: `GitHub gave ${what}` })
}

/** The failure that an answer of GitHub's OAuth addresses stands for, which comes with status 200 too. */
export function oauthFailure(answer: Answer): AppError | undefined {
  const body = errorBodyShape.safeParse(answer.body)
  if (!body.success || !oauthErrorStatuses.includes(answer.status)) return undefined
  const known = oauthErrors.get(body.data.error)
  if (known) return new AppError(known.code, { reason: known.reason ?? `GitHub: ${body.data.error}` })
  return refusalFailure('renewal', answer) ?? unexpectedAnswer('an unknown OAuth error')
}

function readAnswer(error: unknown): Answer | AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof RequestError)) return unexpectedAnswer('an answer of another shape')
  if (error.cause instanceof OutboundError) return noAnswer(error.cause)
  const { status, response } = error
  return { status: response?.status ?? status, headers: response?.headers ?? {}, body: response?.data }
}

function noAnswer({ kind, reason }: OutboundError): AppError {
  if (kind === 'too-large') return unexpectedAnswer('a far too large answer')
  const status = kind === 'timeout' ? 504 : 503
  return new AppError('github-unavailable', { status, reason: `GitHub: ${reason}` })
}

function refusalFailure(subject: Subject, answer: Answer): AppError | undefined {
  const refusal = findRefusal(subject, answer)
  return refusal && new AppError(refusal.code, { reason: refusal.reason })
}

function unclearFailure(answer: Answer): AppError {
  const { status } = answer
  const limited = rateLimitFailure(answer)
  if (limited) return limited
  if (status >= 500) return new AppError('github-unavailable', { reason: `GitHub: status ${status}` })
  if (status !== 401 && status !== 403) return unexpectedAnswer(`status ${status}`)
  const reason = `GitHub: status ${status}, which is no refusal that it documents`
  return new AppError('github-unavailable', { reason, retryAfterSeconds: defaultWaitSeconds })
}

/**
 * Every way a request can fail: its code, HTTP status and public sentence.
 *
 * The sentence is all that a caller learns; what the operator needs is in the log as `reason`.
 */
export const failures = {
  'invalid-input': { status: 400, message: 'The request is not valid.' },
  'invalid-state': {
    status: 400,
    message: 'This sign-in does not belong to this browser. Please start again.',
  },
  expired: { status: 400, message: 'This sign-in took too long. Please start again.' },
  'access-denied': { status: 403, message: 'Access was denied.' },
  'account-type': { status: 403, message: 'Only accounts of people can sign in.' },
  'organisation-required': {
    status: 403,
    message: 'Only members of certain GitHub organisations can sign in here, and you are not known as one.',
  },
  'role-required': { status: 403, message: 'This account has no role here. Please ask the operator.' },
  'grant-unreadable': {
    status: 401,
    message: 'We can no longer ask GitHub about you. Please sign in again.',
  },
  'grant-revoked': { status: 401, message: 'The connection to GitHub was revoked. Please sign in again.' },
  'sign-up-closed': { status: 403, message: 'New accounts are not accepted here.' },
  'user-disabled': { status: 403, message: 'This account is disabled. Please ask the operator.' },
  'authorization-pending': { status: 400, message: 'The sign-in has not been approved yet.' },
  'slow-down': { status: 400, message: 'Too many attempts. Please ask less often.' },
  'invalid-refresh-token': { status: 401, message: 'The session is over. Please sign in again.' },
  'refresh-token-reused': {
    status: 401,
    message: 'This session was used from two places and has been ended. Please sign in again.',
  },
  'github-unavailable': { status: 503, message: 'GitHub does not answer. Please try again in a moment.' },
  'github-unexpected': { status: 502, message: 'GitHub gave an answer that we do not understand.' },
  'github-rate-limited': { status: 503, message: 'GitHub asks us to wait. Please try again later.' },
  'github-email-unverified': {
    status: 403,
    message: 'GitHub wants you to verify your e-mail address first. Do that at GitHub, then sign in again.',
  },
  'hasura-unavailable': {
    status: 503,
    message: 'The database does not answer. Please try again in a moment.',
  },
  misconfigured: {
    status: 500,
    message: 'This service is not set up correctly. The operator can see why in the log.',
  },
  unauthorized: { status: 401, message: 'The request carries no valid credentials.' },
  'cross-site': { status: 403, message: 'This request must come from our own pages.' },
  'not-found': { status: 404, message: 'There is nothing here.' },
  'method-not-allowed': { status: 405, message: 'This address does not answer that method.' },
  'payload-too-large': { status: 413, message: 'The request is too large.' },
  'unsupported-media-type': { status: 415, message: 'The request must be application/json.' },
  internal: { status: 500, message: 'Something went wrong on our side. Please try again.' },
} as const satisfies Record<string, { status: number; message: string }>

export type ErrorCode = keyof typeof failures

interface FailureDetails {
  /** For the operator's log: why, and what to do. Never a secret, never what a client sent. */
  reason?: string
  /** Overrides the code's own status, where HTTP tells cases apart that share a code (503 and 504). */
  status?: number
  retryAfterSeconds?: number
  /** Set-Cookie lines that go out with the refusal. */
  setCookies?: readonly string[]
  cause?: unknown
}

/** A failure with a stable code. Its message is public; its `reason` is for the log only. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly status: number
  readonly reason: string
  readonly retryAfterSeconds: number | undefined
  readonly setCookies: readonly string[]

  constructor(code: ErrorCode, details: FailureDetails = {}) {
    super(failures[code].message, { cause: details.cause })
    this.code = code
    this.status = details.status ?? failures[code].status
    this.reason = details.reason ?? code
    this.retryAfterSeconds = details.retryAfterSeconds
    this.setCookies = details.setCookies ?? []
  }

  /** The same failure, with cookies to set or clear. */
  withCookies(setCookies: readonly string[]): AppError {
    const { reason, status, cause, retryAfterSeconds } = this
    const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
    return new AppError(this.code, { reason, status, cause, setCookies, ...wait })
  }
}

/** Turns whatever was thrown into a failure with a code. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const name = error instanceof Error ? error.name : typeof error
  return new AppError('internal', { reason: `unexpected ${name}`, cause: error })
}

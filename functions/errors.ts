import type { Trait } from './failure.js'
import { type ErrorCode, failures } from './failures.js'

interface FailureDetails {
  /** For the operator's log: why, and what to do. Never a secret, never what a client sent but an origin. */
  reason?: string | undefined
  /** What the caller is told besides, where callers are developers: a deployment on loopback. */
  hint?: string | undefined
  /** Overrides the code's own status, where HTTP tells cases apart that share a code (503 and 504). */
  status?: number
  retryAfterSeconds?: number | undefined
  /** Set-Cookie lines that go out with the refusal. */
  setCookies?: readonly string[]
  /** The page that a failed sign-in was for, checked: whoever starts again still comes there. */
  returnTo?: string | undefined
  /** The page that says so, for clients that go wherever an answer leads. */
  url?: string | undefined
  cause?: unknown
}

/** A failure with a stable code. Its message is public; its `reason` is for the log only. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly status: number
  readonly reason: string
  readonly hint: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly setCookies: readonly string[]
  readonly returnTo: string | undefined
  readonly url: string | undefined

  constructor(code: ErrorCode, details: FailureDetails = {}) {
    super(failures[code].message, { cause: details.cause })
    this.code = code
    this.status = details.status ?? failures[code].status
    this.reason = details.reason ?? code
    this.hint = details.hint
    this.retryAfterSeconds = details.retryAfterSeconds
    this.setCookies = details.setCookies ?? []
    this.returnTo = details.returnTo
    this.url = details.url
  }

  /** Whether the table of failures says this of the code. */
  has(trait: Trait): boolean {
    const traits: readonly Trait[] = failures[this.code].traits
    return traits.includes(trait)
  }

  /** The same failure, with cookies to set or clear, and the page that it was on the way to. */
  withCookies(setCookies: readonly string[], returnTo = this.returnTo): AppError {
    return new AppError(this.code, { ...this.details(), setCookies, returnTo })
  }

  /** The same failure, with the page that says so. */
  leadingTo(url: string): AppError {
    return new AppError(this.code, { ...this.details(), url })
  }

  private details(): FailureDetails {
    const { reason, hint, status, cause, retryAfterSeconds, setCookies, returnTo, url } = this
    return { reason, hint, status, cause, retryAfterSeconds, setCookies, returnTo, url }
  }
}

/** Turns whatever was thrown into a failure with a code. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const name = error instanceof Error ? error.name : typeof error
  return new AppError('internal', { reason: `unexpected ${name}`, cause: error })
}

/** Why nobody can be called signed in by the cookies that came. */
export type DoubtReason =
  /** No access cookie, or it came twice. */
  | 'no-access-token'
  /** It has ended, or does before a page could be rendered with it. */
  | 'access-token-expired'
  /** Forged, damaged, of another configuration, or put together of two sessions. */
  | 'access-token-refused'
  /** This browser signed out of that session. */
  | 'session-ended'
  /** The keys could not be had, so that nobody can tell. */
  | 'keys-unavailable'

/** Thrown by whoever has a doubt, and turned into an answer in one place. */
export class Doubt extends Error {
  readonly reason: DoubtReason

  constructor(reason: DoubtReason) {
    super(reason)
    this.reason = reason
  }
}

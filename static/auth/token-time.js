// @ts-check

/** @import { Session } from '../auth.js' */

/**
 * The token is exchanged when less than this is left, so that a query never starts with one about to end, also where
 * Hasura's clock is a minute ahead. The server gives another one when two minutes are left.
 */
const marginMs = 105_000
const endedMs = 65_000
const shortestWaitMs = 5_000
/** A timer of more than 24 days would ring at once. */
const longestWaitMs = 3_600_000
const shortestLifetimeMs = 300_000
/** `iat` is dated back, so that a clock that lags behind accepts the token. */
const datedBackSeconds = 60

/**
 * When a token ends by the clock of this browser, which may be hours away from the server's: only differences of one
 * clock count.
 *
 * @param {Pick<Session, 'accessToken' | 'accessTokenExpiresAt'>} token
 * @param {Headers} headers of the answer that brought it
 */
export function endByServer({ accessToken, accessTokenExpiresAt }, headers) {
  const leftMs = Date.parse(accessTokenExpiresAt) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(leftMs) ? endOfNew(accessToken) : Date.now() + leftMs
}

/**
 * The same for a token that was made for this answer, whose date other origins may not read.
 *
 * @param {string} accessToken
 */
export function endOfNew(accessToken) {
  return Date.now() + lifetimeOf(accessToken)
}

/** @param {string} accessToken */
function lifetimeOf(accessToken) {
  try {
    const payload = atob((accessToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    const { exp, iat } = JSON.parse(payload)
    return (exp - iat - datedBackSeconds) * 1000 || shortestLifetimeMs
  } catch {
    return shortestLifetimeMs
  }
}

/** @param {Session} session */
export const leftOf = ({ endsAt }) => endsAt - Date.now()

/** @param {Session} session */
export const isUsable = (session) => leftOf(session) > endedMs

/** @param {Session} session */
export const isFresh = (session) => leftOf(session) > marginMs

/**
 * Until the margin; inside it, half of what is left, because the server may keep a token longer than we would.
 *
 * @param {Session} session
 */
export function waitFor(session) {
  const leftMs = leftOf(session)
  const waitMs = leftMs > marginMs * 1.5 ? leftMs - marginMs : leftMs / 2
  return Math.min(longestWaitMs, Math.max(shortestWaitMs, waitMs))
}

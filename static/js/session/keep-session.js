// @ts-check
import { loadSession } from './load-session.js'

/** @import { Session } from './load-session.js' */

/**
 * The token is exchanged when less than this is left, so that a query never starts with one about to end, also where
 * Hasura's clock is a minute ahead. The server gives another one when two minutes are left.
 */
const marginMs = 105_000
const endedMs = 65_000
const shortestWaitMs = 5_000
const retryMs = 10_000

/**
 * Holds the session of the page in memory and keeps its access token fresh.
 *
 * @param {Session} first
 * @param {object} on
 * @param {(session: Session) => void} on.change
 * @param {() => void} on.signedOut
 * @param {() => void} on.unreachable
 */
export function keepSession(first, on) {
  let current = first
  let wasUnreachable = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  /** @type {Promise<void> | undefined} */
  let running

  function refresh() {
    running ??= exchange().finally(() => {
      running = undefined
    })
    return running
  }

  async function exchange() {
    try {
      const next = await loadSession()
      if (!next) return on.signedOut()
      // Another person signed in from another tab: nothing on this page is theirs.
      if (next.user.id !== current.user.id) return location.reload()
      const isNew = next.accessToken !== current.accessToken || wasUnreachable
      wasUnreachable = false
      current = next
      if (isNew) on.change(current)
      schedule(waitFor(leftOf(current)))
    } catch {
      wasUnreachable = true
      on.unreachable()
      schedule(retryMs)
    }
  }

  /** @param {number} delayMs */
  function schedule(delayMs) {
    clearTimeout(timer)
    timer = setTimeout(refresh, delayMs)
  }

  schedule(waitFor(leftOf(current)))
  // Meanwhile the person may have signed out in another tab, and timers stand still while a laptop sleeps.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void refresh()
  })

  return {
    current: () => current,
    refresh,
    async freshToken() {
      if (leftOf(current) < endedMs) await refresh()
      return current.accessToken
    },
  }
}

/**
 * By the server's clock: this browser's may be hours away.
 *
 * @param {Session} session
 */
export function leftOf({ accessTokenExpiresAt, serverAheadMs = 0 }) {
  return new Date(accessTokenExpiresAt).getTime() - serverAheadMs - Date.now()
}

/**
 * Until the margin; inside it, half of what is left, because the server may keep a token longer than we would.
 *
 * @param {number} leftMs
 */
function waitFor(leftMs) {
  return Math.max(shortestWaitMs, leftMs > marginMs * 1.5 ? leftMs - marginMs : leftMs / 2)
}

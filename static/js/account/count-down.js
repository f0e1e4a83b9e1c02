// @ts-check
import { find } from '../dom/find.js'
import { timeLeft } from '../text/time-left.js'
import { decodeToken } from '../token/decode-token.js'

/** @import { Session } from '../../auth.js' */

/**
 * Shows the time the access token has left, each second.
 *
 * @param {() => Session} current
 */
export function countDown(current) {
  const clock = find('#clock', HTMLElement)
  const bar = find('#token-progress', HTMLProgressElement)

  function tick() {
    const session = current()
    const left = session.endsAt - Date.now()
    clock.textContent = timeLeft(left)
    bar.value = Math.min(1, Math.max(0, left / lifetimeOf(session.accessToken)))
  }

  tick()
  setInterval(tick, 1000)
}

const usualLifetimeMs = 900_000
/** `iat` is dated back, so that a clock that lags behind accepts the token. */
const datedBackMs = 60_000

/** @param {string} accessToken */
function lifetimeOf(accessToken) {
  const { iat, exp } = decodeToken(accessToken)?.payload ?? {}
  return typeof iat === 'number' && typeof exp === 'number' && (exp - iat) * 1000 > datedBackMs
    ? (exp - iat) * 1000 - datedBackMs
    : usualLifetimeMs
}

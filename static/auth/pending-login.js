// @ts-check
import { AuthError } from './auth-error.js'

const key = 'pending-graphql-login'

/**
 * What has to survive the way to GitHub and back. sessionStorage belongs to one tab, so two tabs never mix.
 *
 * @typedef {{ state: string, codeVerifier: string, returnTo: string }} PendingLogin
 */

/**
 * @param {PendingLogin} pending
 * @throws AuthError `storage-blocked`: where site data is blocked, even looking at it throws
 */
export function keepPendingLogin(pending) {
  orBlocked(() => sessionStorage.setItem(key, JSON.stringify(pending)))
}

/**
 * Gives it back once: a verifier is good for one code.
 *
 * @returns {PendingLogin | null}
 * @throws AuthError `storage-blocked`
 */
export function takePendingLogin() {
  return orBlocked(() => {
    const text = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return JSON.parse(text ?? 'null')
  })
}

/**
 * @template Result
 * @param {() => Result} work
 */
function orBlocked(work) {
  try {
    return work()
  } catch (cause) {
    throw new AuthError('storage-blocked', 'This browser lets the page keep nothing.', { cause })
  }
}

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
  try {
    sessionStorage.setItem(key, JSON.stringify(pending))
  } catch (cause) {
    throw new AuthError('storage-blocked', 'Site data is blocked.', { cause })
  }
}

/**
 * Gives it back once: a verifier is good for one code.
 *
 * @returns {PendingLogin | null} nothing either where site data is blocked: nothing was kept then
 */
export function takePendingLogin() {
  try {
    const text = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

// @ts-check
import { AuthError } from './auth-error.js'
import { createPkce } from './create-pkce.js'
import { keepPendingLogin } from './pending-login.js'

/** @import { CallAction } from './call-action.js' */

/**
 * Makes the secret, asks where to go, and keeps both until GitHub's answer comes back.
 *
 * @param {CallAction} call
 * @param {string | undefined} redirectTo
 * @param {string} returnTo
 * @throws AuthError `misconfigured` for an address that is none of the web: "javascript:" would run here
 */
export async function startLogin(call, redirectTo = location.origin + location.pathname, returnTo) {
  const { codeVerifier, codeChallenge } = await createPkce()
  const { url, state } = await call('startLogin', { codeChallenge, redirectTo })
  if (!/^https?:\/\//.test(url)) throw new AuthError('misconfigured')
  keepPendingLogin({ state, codeVerifier, returnTo })
  return url
}

// @ts-check
import { AuthError } from './auth-error.js'
import { takePendingLogin } from './pending-login.js'

/** @import { CallAction } from './call-action.js' */

/**
 * Checks that the answer belongs to this tab and trades the code for a session.
 *
 * @param {CallAction} call
 * @param {URLSearchParams} returned
 * @throws AuthError `invalid-state` for an answer that this tab did not ask for: nothing is sent then
 */
export async function finishLogin(call, returned) {
  const pending = takePendingLogin()
  const { code, state, iss, error } = Object.fromEntries(returned)
  // The callback says `access_denied` or `server_error` for GitHub (RFC 6749 section 4.1.2.1).
  if (error !== undefined) throw new AuthError(error.replace('_', '-'), 'The sign-in could not be completed.')
  if (!pending || !code || state !== pending.state) {
    throw new AuthError('invalid-state', 'This sign-in does not belong to this browser.')
  }
  const { codeVerifier, returnTo } = pending
  const grant = await call('login', { code, state, codeVerifier, ...(iss && { iss }) })
  history.replaceState(history.state, '', returnTo)
  return grant
}

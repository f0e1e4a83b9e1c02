// @ts-check
import { AuthError } from './auth-error.js'
import { takePendingLogin } from './pending-login.js'

/** @import { CallAction } from './call-action.js' */

/** What the callback says for GitHub (RFC 6749 section 4.1.2.1), in codes of ours. */
const denials = new Map([
  ['access_denied', 'access-denied'],
  ['server_error', 'github-unexpected'],
])

/**
 * Checks that the answer belongs to this tab and trades the code for a session.
 *
 * @param {CallAction} call
 * @param {URLSearchParams} returned
 * @throws AuthError `invalid-state` for an answer that this tab did not ask for: nothing is sent then
 */
export async function finishLogin(call, returned) {
  const pending = takePendingLogin()
  const error = returned.get('error')
  if (error !== null) throw new AuthError(denials.get(error), 'The sign-in could not be completed.')
  const { code, state, iss } = Object.fromEntries(returned)
  if (!pending || !code || state !== pending.state) {
    throw new AuthError('invalid-state', 'This sign-in does not belong to this browser.')
  }
  const { codeVerifier, returnTo } = pending
  const grant = await call('login', { code, state, codeVerifier, ...(iss && { iss }) })
  history.replaceState(history.state, '', returnTo)
  return grant
}

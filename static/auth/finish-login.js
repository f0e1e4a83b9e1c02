// @ts-check
import { AuthError } from './auth-error.js'

/** @import { CallAction } from './call-action.js' */
/** @import { Return } from './take-return.js' */

/**
 * Checks that the answer is the one that this tab waits for, and trades the code for a session.
 *
 * @param {CallAction} call
 * @param {Return} answer
 * @throws AuthError `invalid-state` for another answer, whatever it says: nothing is sent then
 */
export async function finishLogin(call, { returned, pending }) {
  const { code, state, iss, error } = returned
  const isOurs = state === pending.state
  if (!isOurs || error !== undefined || !code) {
    // The callback says `access_denied` or `server_error` for GitHub (RFC 6749 section 4.1.2.1).
    const reason = (isOurs && error?.replace('_', '-')) || 'invalid-state'
    throw new AuthError(reason, 'The sign-in could not be completed.')
  }
  return call('login', { code, state, codeVerifier: pending.codeVerifier, ...(iss && { iss }) })
}

// @ts-check
import { AuthError } from './auth-error.js'
import { endingCodes } from './codes.js'

/**
 * Whether a failure says that the session is over. All others leave it as it is: being unable to tell is not being
 * signed out.
 *
 * @param {unknown} error
 */
export function endsSession(error) {
  return error instanceof AuthError && endingCodes.includes(error.code)
}

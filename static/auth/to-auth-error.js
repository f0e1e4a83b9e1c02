// @ts-check
import { AuthError } from './auth-error.js'

/**
 * What went wrong on the way to a server is one error to a page: it cannot be reached.
 *
 * @param {unknown} cause
 */
export function toAuthError(cause) {
  if (cause instanceof AuthError) return cause
  return new AuthError('unreachable', 'The server cannot be reached.', { cause })
}

// @ts-check
import { codes } from './codes.js'

/** @import { AuthErrorCode } from '../auth.js' */

/** A failure with a code from a closed list: what else an answer or an address says is `failed`. */
export class AuthError extends Error {
  /**
   * @param {string | undefined} code
   * @param {string} [message]
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    const known = codes.find((one) => one === code) ?? 'failed'
    super(message ?? known, options)
    this.name = /** @type {const} */ ('AuthError')
    this.code = /** @type {AuthErrorCode} */ (known)
  }
}

// @ts-check
import { mask } from '../token/mask.js'

const secrets = new Set(['accessToken', 'refreshToken', 'code', 'codeVerifier', 'state'])

/**
 * A copy to show: whatever could be used by a reader over the shoulder is masked.
 *
 * @param {unknown} value
 * @param {string} [name]
 * @returns {unknown}
 */
export function hideSecrets(value, name = '') {
  if (typeof value === 'string') {
    if (secrets.has(name)) return mask(value)
    return name === 'url'
      ? value.replace(/([?&]state=)([^&]+)/, (_, before, state) => before + mask(state))
      : value
  }
  if (Array.isArray(value)) return value.map((item) => hideSecrets(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hideSecrets(item, key)]))
}

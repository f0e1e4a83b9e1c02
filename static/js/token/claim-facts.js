// @ts-check
import { hasuraClaims } from './hasura-claims.js'

/**
 * The Hasura claims of a token as pairs to show.
 *
 * @param {Record<string, unknown>} payload
 * @returns {[string, string][]}
 */
export function claimFacts(payload) {
  const claims = Object.entries(hasuraClaims(payload)?.claims ?? {})
  return claims.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)])
}

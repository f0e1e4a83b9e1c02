import { hkdfSync } from 'node:crypto'

const keyBytes = 32

/**
 * A key for one purpose only, so that nothing made for one place is accepted in another.
 *
 * @see RFC 5869; RFC 8725 section 3.12
 */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `hasura-github-auth ${purpose}`, keyBytes))
}

import { createHash } from 'node:crypto'

/**
 * Checks a PKCE verifier against the S256 challenge that the code was issued for. A code without a challenge takes none.
 *
 * @see RFC 7636 section 4.6
 */
export function verifyChallenge(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined) return true
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}

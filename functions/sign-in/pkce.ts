import { createHash } from 'node:crypto'
import * as z from 'zod'
import { sameSecret } from '../seal/same-secret.js'

/** 32 random bytes in base64url: 43 characters (RFC 7636 section 4.1). */
export function createVerifier(randomBytes: (size: number) => Uint8Array): string {
  return Buffer.from(randomBytes(32)).toString('base64url')
}

/** `S256` of RFC 7636 section 4.2. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url')
}

/** Whether a verifier belongs to a challenge. */
export function matchesChallenge(verifier: string, challenge: string): boolean {
  return sameSecret(challengeOf(verifier), challenge)
}

export const verifierShape = z.string().regex(/^[\w.~-]{43,128}$/)
export const challengeShape = z.string().regex(/^[\w-]{43}$/)

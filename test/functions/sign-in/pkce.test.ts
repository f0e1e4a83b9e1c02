import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { challengeOf, createVerifier, matchesChallenge } from '../../../functions/sign-in/pkce.js'

const random = (size: number) => new Uint8Array(randomBytes(size))

describe('PKCE', () => {
  test('S-PKCE-02 gives the challenge of RFC 7636 appendix B', () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    expect(challengeOf(verifier)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
    expect(matchesChallenge(verifier, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')).toBe(true)
  })

  test('S-PKCE-02 makes verifiers of 43 unreserved characters, never the same', () => {
    const verifiers = Array.from({ length: 1000 }, () => createVerifier(random))
    expect(new Set(verifiers).size).toBe(1000)
    for (const verifier of verifiers) {
      expect(verifier).toMatch(/^[\w-]{43}$/)
      expect(matchesChallenge(verifier, challengeOf(verifier))).toBe(true)
    }
  })
})

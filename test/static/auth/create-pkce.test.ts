import { describe, expect, it } from 'vitest'
import { challengeOf, createPkce } from '../../../static/auth/create-pkce.js'

describe('createPkce()', () => {
  it('S-PKCE-02 makes the challenge of RFC 7636 appendix B', async () => {
    const challenge = await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
    expect(challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  })

  it('S-PKCE-02 draws a verifier of 256 bits, anew each time', async () => {
    const pairs = await Promise.all(Array.from({ length: 1000 }, createPkce))
    const verifiers = pairs.map(({ codeVerifier }) => codeVerifier)
    expect(verifiers.filter((verifier) => !/^[\w-]{43}$/.test(verifier))).toEqual([])
    expect(new Set(verifiers).size).toBe(1000)
    expect(pairs.filter(({ codeChallenge }) => !/^[\w-]{43}$/.test(codeChallenge))).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { hideSecrets } from '../../static/js/graphql-flow/hide-secrets.js'
import { challengeOf, createPkce } from '../../static/js/pkce/create-pkce.js'
import { parseVariables } from '../../static/js/query/parse-variables.js'

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

describe('hideSecrets()', () => {
  it('masks what could be used, however deep, and leaves the rest', () => {
    const shown = hideSecrets({
      data: {
        login: { accessToken: 'a'.repeat(99), refreshToken: 'b'.repeat(99), login: 'ada', roles: ['user'] },
      },
    })
    expect(shown).toEqual({
      data: {
        login: {
          accessToken: 'aaaaaa••••••••',
          refreshToken: 'bbbbbb••••••••',
          login: 'ada',
          roles: ['user'],
        },
      },
    })
  })

  it('masks the state inside an address', () => {
    const url = `https://github.com/login/oauth/authorize?client_id=x&state=${'s'.repeat(99)}&code_challenge=y`
    expect(hideSecrets({ url })).toEqual({
      url: 'https://github.com/login/oauth/authorize?client_id=x&state=ssssss••••••••&code_challenge=y',
    })
  })
})

describe('parseVariables()', () => {
  it('takes an object, and nothing at all as none', () => {
    expect(parseVariables('{"id": 7}')).toEqual({ id: 7 })
    expect(parseVariables(' \n')).toEqual({})
  })

  it.each(['[]', '7', 'null', '{id: 7}'])('refuses %s', (text) => {
    expect(parseVariables(text)).toBeUndefined()
  })
})

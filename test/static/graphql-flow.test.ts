import { describe, expect, it } from 'vitest'
import { hideSecrets } from '../../static/js/graphql-flow/hide-secrets.js'
import { parseVariables } from '../../static/js/query/parse-variables.js'

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

import { describe, expect, it } from 'vitest'
import { sameOriginPath } from '../../static/js/navigation/same-origin-path.js'

const origin = 'https://app.example'

describe('sameOriginPath()', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '///evil.example',
    ' //evil.example',
    '\u0000//evil.example',
    'https://app.example@evil.example',
    'https://app.example.evil.example',
    'http://app.example/x',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('S-REDIR-01 gives / for %j, which would leave the site', (value) => {
    expect(sameOriginPath(value, origin)).toBe('/')
  })

  it.each(['/.//evil.example', '/..//evil.example'])(
    'S-REDIR-01 keeps %j on the site when used again',
    (value) => {
      expect(new URL(sameOriginPath(value, origin), origin).origin).toBe(origin)
    },
  )

  it.each(['/ok?next=//evil.example', '/ok#//evil.example', '/%2F/evil.example', '/a/b?c=d#e'])(
    'keeps %j',
    (value) => {
      expect(sameOriginPath(value, origin)).toBe(value)
    },
  )

  it.each([
    ['R-15d', 'blob:https://app.example/x'],
    ['R-15e', '/api'],
    ['R-15e', '/.//api/auth/callback/github'],
    ['R-15e', '/%61pi/auth/signin/github'],
    ['R-15f', '/graphql?code=x&state=y'],
    ['R-15f', '/page?error=access_denied'],
    ['R-15f', '/page?iss=x'],
  ])('%s gives / for %j', (_id, value) => {
    expect(sameOriginPath(value, origin)).toBe('/')
  })

  it("takes an address of this site, as next-auth's client sends it", () => {
    expect(sameOriginPath('https://app.example/board?id=7', origin)).toBe('/board?id=7')
  })

  it.each([null, '', '/signin?error=Callback', '/api/auth/signout'])(
    'gives / for %j, where nobody wants to return',
    (value) => {
      expect(sameOriginPath(value, origin)).toBe('/')
    },
  )
})

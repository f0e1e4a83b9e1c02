import { describe, expect, test } from 'vitest'
import { safeReturnTo } from '../../../functions/sign-in/return-to.js'

const origin = 'https://app.example'

describe('safeReturnTo()', () => {
  test.each([
    '//evil.com',
    '/\\evil.com',
    '\\\\evil.com',
    '/\t/evil.com',
    '/\n/evil.com',
    '///evil.com',
    ' //evil.com',
    '\u0000//evil.com',
    'https://app.example@evil.com',
    'https://app.example.evil.com',
    'http://app.example/x',
    'https://app.example:444/x',
    'https://user:pass@app.example/x',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://app.example/x',
    `/${'x'.repeat(2000)}`,
  ])('S-REDIR-01 S-REDIR-03 S-CVE-10 leads %j to the default page', (value) => {
    expect(safeReturnTo(value, origin)).toBe('/')
  })

  test.each([
    ['R-15d', 'blob:https://app.example/x'],
    ['R-15e', '/api/auth/signout'],
    ['R-15e', '/api'],
    ['R-15e', '/.//api/auth/callback/github'],
    ['R-15e', '/%61pi/auth/signin/github'],
    ['R-15f', '/graphql?code=x&state=y'],
    ['R-15f', '/page?error=access_denied'],
    ['R-15f', 'https://app.example/page?iss=x'],
  ])('%s leads %j to the default page', (_id, value) => {
    expect(safeReturnTo(value, origin)).toBe('/')
  })

  test.each(['/apiary', '/docs/api/x', '/page?codes=1', '/page?q=state#code=x'])('keeps %j', (value) => {
    expect(safeReturnTo(value, origin)).toBe(value)
  })

  test.each(['/.//evil.com', '/..//evil.com', '/a/..//evil.com'])('S-REDIR-01 defuses %j', (value) => {
    const path = safeReturnTo(value, origin)
    expect(path).toBe('/evil.com')
    expect(new URL(path, origin).origin).toBe(origin)
  })

  test.each([
    ['/ok?next=//evil.com', '/ok?next=//evil.com'],
    ['/ok#//evil.com', '/ok#//evil.com'],
    ['/%2F/evil.com', '/%2F/evil.com'],
    ['/é/ok', '/%C3%A9/ok'],
    ['https://app.example/deep?a=b#c', '/deep?a=b#c'],
    ['page', '/page'],
    ['', '/'],
  ])('S-REDIR-01 keeps %j', (value, expected) => {
    expect(safeReturnTo(value, origin)).toBe(expected)
  })

  test.each(['/a\r\nSet-Cookie: x=y', '/a\nb', '/a\u0000b', '/a\ud800b', '/\udfff'])(
    'S-REDIR-04 S-CVE-04 survives %j, which no header can carry',
    (value) => {
      expect(safeReturnTo(value, origin)).toBe('/')
    },
  )

  test('leads to the default page when nothing was asked for', () => {
    expect(safeReturnTo(undefined, origin)).toBe('/')
  })
})

test('S-COOKIE-06 safeReturnTo() measures a path as it is written, not as it was typed', () => {
  expect(safeReturnTo(`/${'x'.repeat(1023)}`, 'https://app.example')).toHaveLength(1024)
  expect(safeReturnTo(`/${'\u4e00'.repeat(300)}`, 'https://app.example')).toBe('/')
})

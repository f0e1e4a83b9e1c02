import { describe, expect, test } from 'vitest'
import { clearCookie, readCookie, setCookie } from '../../../functions/http/cookies.js'

const https = 'https://app.example'
const loopback = 'http://localhost:3000'
const cookie = { name: 'gha-refresh', value: 'v', maxAgeSeconds: 60 } as const

function requestWith(header: string): Request {
  return new Request(https, { headers: { cookie: header } })
}

describe('cookies', () => {
  test('S-COOKIE-01 S-COOKIE-02 are __Host-, Secure, HttpOnly and Lax on https', () => {
    expect(setCookie(https, cookie)).toBe(
      '__Host-gha-refresh=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
    )
  })

  test('S-COOKIE-01 have no prefix and no Secure on loopback, where the browser would refuse them', () => {
    expect(setCookie(loopback, cookie)).toBe('gha-refresh=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax')
  })

  test('are cleared with the attributes that they were set with', () => {
    expect(clearCookie(https, 'gha-refresh')).toBe(
      '__Host-gha-refresh=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    )
  })

  test('are read among others', () => {
    expect(readCookie(requestWith('a=b; __Host-gha-refresh=v; c=d'), https, 'gha-refresh')).toBe('v')
  })

  test.each([
    ['S-COOKIE-05 that come twice', '__Host-gha-refresh=a; __Host-gha-refresh=b'],
    ['S-COOKIE-09 in another letter case', '__host-gha-refresh=a'],
    ['without the prefix', 'gha-refresh=a'],
    ['that are empty', '__Host-gha-refresh='],
    ['S-COOKIE-04 of junk', `%; ${'x'.repeat(8000)}; "=`],
  ])('%s count as none', (_name, header) => {
    expect(readCookie(requestWith(header), https, 'gha-refresh')).toBeUndefined()
  })
})

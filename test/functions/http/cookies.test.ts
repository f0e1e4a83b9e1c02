import { describe, expect, test } from 'vitest'
import {
  clearCookie,
  cookieLifetimes,
  cookieValues,
  readCookie,
  setCookie,
} from '../../../functions/http/cookies.js'

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

  /** As they come in a header: the bytes of UTF-8, or of Latin-1 where one is enough. */
  const before = ['\u00a0', '\u000b', '\u000c', '\u0085', ...['\u00a0', '\ufeff', '\u2000'].map(toBytes)]
  const names = Object.keys(cookieLifetimes) as (keyof typeof cookieLifetimes)[]
  const odd = before.flatMap((character) => names.map((name) => [character, name] as const))

  test.each(odd)('S-COOKIE-10 with %j before %s are others', (character, name) => {
    const theirs = `${character}__Host-${name}=theirs`
    for (const header of [`${theirs}`, `a=b; ${theirs}`, `a=b;${theirs} ;c=d`])
      expect(cookieValues(requestWith(header), https, name)).toEqual([])
    for (const header of [`__Host-${name}=ours; ${theirs}`, `${theirs};\t__Host-${name}=ours \t; c=d`])
      expect(readCookie(requestWith(header), https, name)).toBe('ours')
  })
})

function toBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}

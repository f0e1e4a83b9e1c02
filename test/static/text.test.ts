import { describe, expect, it } from 'vitest'
import { failures } from '../../functions/failures.js'
import { describeError } from '../../static/js/text/describe-error.js'
import { describeEvent } from '../../static/js/text/describe-event.js'
import { describeUserAgent } from '../../static/js/text/describe-user-agent.js'
import { relativeTime } from '../../static/js/text/relative-time.js'
import { timeLeft } from '../../static/js/text/time-left.js'

const general = describeError(undefined)

describe('describeError()', () => {
  it.each(Object.keys(failures))('has words for %s', (code) => {
    expect(describeError(code)).not.toBe(general)
  })

  it.each(['SessionRequired', 'OAuthCallback', 'AccessDenied', 'Configuration', 'access_denied'])(
    'has words for %s, which next-auth and OAuth send',
    (code) => {
      expect(describeError(code)).not.toBe(general)
    },
  )

  it.each(['<svg onload=alert(1)>', '__proto__', 'constructor', 'toString', '', 'EXPIRED'])(
    'S-HTTP-10 says the general sentence for %j, which is on no list',
    (code) => {
      expect(describeError(code)).toBe(general)
    },
  )
})

describe('describeEvent()', () => {
  it('says a known event in words, with what is known about it', () => {
    expect(describeEvent('role-granted', { role: 'moderator', source: 'github' })).toEqual({
      icon: 'shield',
      title: 'Role granted',
      detail: 'role: moderator · source: github',
    })
  })

  it.each([
    ['replaced', 'a new sign-in in that browser took its place'],
    ['displaced', 'a newer device took its place'],
    ['access-lost', 'access was lost'],
    ['disabled', 'the account was disabled'],
    ['user', 'from another device or an app'],
    ['moderator', 'by: moderator'],
    ['constructor', 'by: constructor'],
  ])('says in words that a session ended by %s', (by, detail) => {
    expect(describeEvent('signed-out', { by })).toEqual({ icon: 'sign-out', title: 'Signed out', detail })
  })

  it('says what became of a sign-in whose answer came too late', () => {
    expect(describeEvent('sign-in-abandoned', {})).toEqual({
      icon: 'alert',
      title: 'Sign-in not finished: the answer came too late',
      detail: '',
    })
  })

  it('says an unknown event as it is named, and leaves nested details out', () => {
    const said = describeEvent('passkey-added', { nested: { a: 1 }, list: [1] })
    expect(said).toEqual({ icon: 'info', title: 'Passkey added', detail: '' })
  })
})

describe('describeUserAgent()', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
  it.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/143.0.0.0 Safari/537.36`,
      'Chrome 143 on Windows',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/143.0.0.0 Safari/537.36 Edg/143.0.1`,
      'Edge 143 on Windows',
    ],
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/143.0.0.0 Mobile Safari/537.36`,
      'Chrome 143 on Android',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140 on Linux'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari 18 on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari 18 on iPhone',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
  ])('reads %s', (userAgent, words) => {
    expect(describeUserAgent(userAgent, 'browser')).toBe(words)
  })

  it('names the client when the device did not say what it is', () => {
    expect(describeUserAgent(null, 'graphql')).toBe('An app using GraphQL')
    expect(describeUserAgent('', 'telegraph')).toBe('An unknown device')
  })
})

describe('relativeTime()', () => {
  const now = new Date('2030-06-15T12:00:00Z')
  it.each([
    ['2030-06-15T11:59:45Z', 'just now'],
    ['2030-06-15T11:59:15Z', '45 seconds ago'],
    ['2030-06-15T11:57:00Z', '3 minutes ago'],
    ['2030-06-14T12:00:00Z', 'yesterday'],
    ['2030-06-29T12:00:00Z', 'in 2 weeks'],
    ['2029-06-01T12:00:00Z', 'last year'],
  ])('says %s as %s', (at, words) => {
    expect(relativeTime(new Date(at), now)).toBe(words)
  })
})

describe('timeLeft()', () => {
  it.each([
    [849_000, '14:09'],
    [500, '0:01'],
    [0, '0:00'],
    [-5_000, '0:00'],
    [3_750_000, '1:02:30'],
  ])('shows %i ms as %s', (milliseconds, words) => {
    expect(timeLeft(milliseconds)).toBe(words)
  })
})

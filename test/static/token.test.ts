import { describe, expect, it } from 'vitest'
import { claimFacts } from '../../static/js/token/claim-facts.js'
import { decodeToken } from '../../static/js/token/decode-token.js'
import { hasuraClaims } from '../../static/js/token/hasura-claims.js'
import { mask } from '../../static/js/token/mask.js'

const usual = 'https://hasura.io/jwt/claims'
const claims = { 'x-hasura-allowed-roles': ['user', 'moderator'], 'x-hasura-default-role': 'user' }
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('decodeToken()', () => {
  it('reads header and payload, names beyond ASCII too', () => {
    const payload = { sub: '7', name: 'Łucja 🚀 ÿ?>' }
    const token = `${encode({ alg: 'HS256' })}.${encode(payload)}.signature`
    expect(decodeToken(token)).toEqual({ header: { alg: 'HS256' }, payload })
  })

  it.each(['', 'abc', 'a.b.c', `${encode([])}.${encode({})}.x`, `${encode({})}.${encode('text')}.x`])(
    'gives nothing for %j',
    (text) => {
      expect(decodeToken(text)).toBeUndefined()
    },
  )
})

describe('hasuraClaims()', () => {
  it('finds them as an object under the usual namespace', () => {
    expect(hasuraClaims({ sub: '7', [usual]: claims })).toEqual({ namespace: usual, claims })
  })

  it('finds them as JSON text', () => {
    expect(hasuraClaims({ [usual]: JSON.stringify(claims) })).toEqual({ namespace: usual, claims })
  })

  it('finds them under a namespace of its own', () => {
    expect(hasuraClaims({ 'https://example.com/claims': claims })?.namespace).toBe(
      'https://example.com/claims',
    )
  })

  it('finds them at the top, leaving the other claims out', () => {
    expect(hasuraClaims({ sub: '7', ...claims })?.claims).toEqual(claims)
  })

  it.each([{}, { [usual]: '{broken' }, { [usual]: 7 }, { [usual]: null }])(
    'gives nothing for %j',
    (payload) => {
      expect(hasuraClaims(payload)).toBeUndefined()
    },
  )
})

describe('claimFacts()', () => {
  it('shows a list as words', () => {
    expect(claimFacts({ [usual]: claims })).toEqual([
      ['x-hasura-allowed-roles', 'user, moderator'],
      ['x-hasura-default-role', 'user'],
    ])
  })
})

describe('mask()', () => {
  it('shows at most a quarter of a secret, and never more than six characters', () => {
    expect(mask('abcdefgh')).toBe('ab••••••••')
    expect(mask('a'.repeat(500))).toBe('aaaaaa••••••••')
    expect(mask('abc')).toBe('••••••••')
  })
})

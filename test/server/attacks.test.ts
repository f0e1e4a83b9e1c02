import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText, damaged, someRuns } from '../../engine/test/support/odd-texts.js'
import { createSessionReader } from '../../server/session-from.js'
import { keyPair } from '../support/key-pairs.js'
import { jwtSecretJson, secret } from '../support/test-env.js'
import { access, headersOf, refresh, rest, signedIn, tokensIn } from './support/signed-in.js'

const key = secret()
const shared = jwtSecretJson({ key })
const pair = keyPair('RS256')
const paired = jwtSecretJson({ type: 'RS256', key: pair.publicPem })

const { cookies, clock } = await signedIn({ HASURA_GRAPHQL_JWT_SECRET: shared })
const { token, view, claims, shown } = tokensIn(cookies)
const sessionFrom = createSessionReader({ jwtSecret: shared, clock })

/** What a browser gets that sends this as its access cookie, with a refresh token beside it and without. */
async function outcomes(value: string, read = sessionFrom) {
  const alone = await read({ cookies: { [access]: value } })
  const beside = await read({ cookies: { [access]: value, [refresh]: 'x' } })
  return [alone.status, beside.status]
}
const refused = ['signed-out', 'ask-session-route']
const accepted = ['signed-in', 'signed-in']

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')

interface Forgery {
  claims?: object
  shown?: object
  header?: object
  viewHeader?: object
  key?: string
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signed by hand, because no library makes tokens like these. What is undefined is left out. */
function sign(header: object, payload: object, secretKey: string): string {
  const content = `${part({ alg: 'HS256', ...header })}.${part(payload)}`
  const hash = /512/.test(JSON.stringify(header)) ? 'sha512' : 'sha256'
  return `${content}.${createHmac(hash, secretKey).update(content).digest('base64url')}`
}

/** Well-signed tokens that belong together, with something different. */
function forge(different: Forgery): string {
  const by = different.key ?? key
  const first = sign({ typ: 'JWT', ...different.header }, { ...claims, ...different.claims }, by)
  const viewHeader = { typ: 'session-view+jwt', ...different.viewHeader }
  return `${first}~${sign(viewHeader, { ...shown, ath: hashOf(first), ...different.shown }, by)}`
}

const namespace = 'https://hasura.io/jwt/claims'
const now = clock().getTime() / 1000

describe('F-57 nobody is signed in by', () => {
  test('(what is forged below is signed in when nothing is different)', async () => {
    expect(await outcomes(forge({}))).toEqual(accepted)
    expect(await outcomes(`${token}~${view}`)).toEqual(accepted)
  })

  const wrong: Record<string, Forgery> = {
    'a token that has expired': { claims: { exp: now - 1 } },
    'a token without an end': { claims: { exp: undefined } },
    'an end that is text': { claims: { exp: String(now + 900) } },
    'a token of the future': { claims: { iat: now + 1 } },
    'a token without a time': { claims: { iat: undefined } },
    'a token that is not good yet': { claims: { nbf: now + 1 } },
    'a token of another issuer': { claims: { iss: 'https://evil.example' } },
    'a token without an issuer': { claims: { iss: undefined } },
    'a token for another audience': { claims: { aud: 'other' } },
    'a token for several audiences': { claims: { aud: ['hasura', 'other'] } },
    'a token without an audience': { claims: { aud: undefined } },
    'a token without claims': { claims: { [namespace]: undefined } },
    'claims in the other format': { claims: { [namespace]: JSON.stringify(claims[namespace]) } },
    'roles that are no list': {
      claims: { [namespace]: { ...(claims[namespace] as object), 'x-hasura-allowed-roles': 'user' } },
    },
    'a token of nobody': { claims: { sub: undefined } },
    'another algorithm of the same key': { header: { alg: 'HS512' } },
    'a header that names another algorithm than signed': { header: { alg: 'HS384' } },
    'a token of another kind': { header: { typ: 'session-view+jwt' } },
    'a header that must be understood': { header: { crit: ['x'] } },
    'another key': { key: secret() },
    'a view that has expired': { shown: { exp: now - 1 } },
    'a view of another issuer': { shown: { iss: 'https://evil.example' } },
    'a view for the audience of Hasura': { shown: { aud: 'hasura' } },
    'a view of another kind': { viewHeader: { typ: 'JWT' } },
    'a view of another token': { shown: { ath: hashOf('x') } },
    'a view of no token': { shown: { ath: undefined } },
    'more than two cookies hold': { shown: { more: 'x'.repeat(8192) } },
    'a view of nobody': { shown: { user: undefined } },
    'a view of half a person': { shown: { user: { login: 'x' } } },
  }
  test.each(Object.entries(wrong))('%s', async (_name, forgery) => {
    expect(await outcomes(forge(forgery))).toEqual(refused)
  })

  test.each(['none', 'None', 'NONE', '', 'toString', '__proto__', undefined, null, ['HS256']])(
    'the algorithm %j, whatever the signature is',
    async (alg) => {
      for (const signature of ['', 'AA', token.split('.')[2]]) {
        const first = `${part({ alg, typ: 'JWT' })}.${part(claims)}.${signature}`
        const payload = { ...shown, ath: hashOf(first) }
        const second = `${part({ alg, typ: 'session-view+jwt' })}.${part(payload)}.${signature}`
        expect(await outcomes(`${first}~${second}`)).toEqual(refused)
        expect(await outcomes(`${token}~${second}`)).toEqual(refused)
      }
    },
  )

  test('a public key that is used as a shared secret', async () => {
    const read = createSessionReader({ jwtSecret: paired, clock })
    for (const text of [pair.publicPem, pair.publicPem.trim()])
      expect(await outcomes(forge({ key: text }), read)).toEqual(refused)
  })

  test('a key that stands in the token', async () => {
    const jwk = pair.privateKey.export({ format: 'jwk' })
    const header = { jwk, jku: 'https://evil.example', x5u: 'https://evil.example' }
    expect(await outcomes(forge({ key: secret(), header, viewHeader: header }))).toEqual(refused)
  })

  test('parts of the sessions of two people, or of one person', async () => {
    for (const row of [{ login: 'mona', id: '1002' }, {}]) {
      const other = tokensIn((await signedIn({ HASURA_GRAPHQL_JWT_SECRET: shared }, row)).cookies)
      expect(await outcomes(`${other.token}~${other.view}`)).toEqual(accepted)
      expect(await outcomes(`${token}~${other.view}`)).toEqual(refused)
      expect(await outcomes(`${other.token}~${view}`)).toEqual(refused)
    }
  })

  test('an access token alone, twice, or in the place of the view', async () => {
    for (const value of [token, `${token}~`, `~${view}`, view, `${token}~${token}`, `${view}~${view}`])
      expect(await outcomes(value)).toEqual(refused)
    expect(await outcomes(`${view}~${token}`)).toEqual(refused)
    for (const value of [`${token}~${view}~`, `${token}~${view}~${view}`, `~${token}~${view}`])
      expect(await outcomes(value)).toEqual(refused)
  })

  test('cookies that are cut off anywhere', async () => {
    const whole = `${token}~${view}`
    for (let length = 0; length < whole.length; length += 1)
      expect(await sessionFrom({ cookies: { [access]: whole.slice(0, length) } })).toEqual({
        status: 'signed-out',
      })
  })

  test('a cookie that comes twice, the same or not', async () => {
    for (const second of [`${token}~${view}`, 'x', '']) {
      const cookie = `${access}=${token}~${view}; ${access}=${second}`
      expect(await sessionFrom(new Headers({ cookie }))).toEqual({ status: 'signed-out' })
    }
  })

  test('a second cookie that does not belong to the first', async () => {
    const odd = new Map([...cookies, [rest, 'AAAA']])
    expect((await sessionFrom(headersOf(odd))).status).toBe('ask-session-route')
  })

  test('kilobytes of anything', async () => {
    for (const value of [
      '.'.repeat(8192),
      'A'.repeat(8192),
      `${token}~${view}${'A'.repeat(8192)}`,
      '~'.repeat(8192),
    ])
      expect(await outcomes(value)).toEqual(refused)
  })

  test('any text, and never with an exception', async () => {
    const texts = fc.oneof(
      anyText,
      damaged(`${token}~${view}`),
      anyText.map((text) => `${token}~${text}`),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (value) => {
        expect(await outcomes(value)).toEqual(refused)
      }),
      someRuns,
    )
  })
})

test('F-57 whichever character of the cookie is changed, nobody is signed in as somebody else', async () => {
  const whole = `${token}~${view}`
  const genuine = await sessionFrom({ cookies: { [access]: whole } })
  const changes = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.constantFrom(...'AQgwZz09-_.~ %'))
  await fc.assert(
    fc.asyncProperty(changes, async ([place, character]) => {
      const value = whole.slice(0, place) + character + whole.slice(place + 1)
      const result = await sessionFrom({ cookies: { [access]: value } })
      if (result.status !== 'signed-in') return
      // The last character of a base64url text has bits that stand for nothing.
      const { accessToken: _, ...session } = result
      expect(genuine).toMatchObject(session)
    }),
    { ...someRuns, numRuns: 2000 },
  )
})

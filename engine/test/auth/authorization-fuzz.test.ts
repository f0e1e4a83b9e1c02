import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openAuth } from '../../src/auth/open-auth.js'
import { systemClock } from '../../src/clock/system-clock.js'
import { HasuraError } from '../../src/errors.js'
import { damaged, headerText, someRuns } from '../support/odd-texts.js'

const jwtKey = randomBytes(32).toString('hex')
const agreed = { type: 'HS256', key: jwtKey, issuer: 'https://app.example', audience: 'hasura' }
const env = {
  HASURA_GRAPHQL_ADMIN_SECRET: randomBytes(16).toString('hex'),
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(agreed),
  HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous',
}
const auth = await openAuth(env, { fetch, clock: systemClock, log: () => undefined })

function signed(payload: unknown): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`
  return `${content}.${createHmac('sha256', jwtKey).update(content).digest('base64url')}`
}

const claims = {
  iss: 'https://app.example',
  aud: 'hasura',
  exp: Math.floor(Date.now() / 1000) + 900,
  'https://hasura.io/jwt/claims': { 'x-hasura-allowed-roles': ['user'], 'x-hasura-default-role': 'user' },
}

/** The role of the session, or the code of the refusal; everything else is a mistake of the engine. */
async function outcome(headers: Record<string, string>): Promise<string> {
  try {
    return (await auth.authenticate(new Headers(headers))).role
  } catch (error) {
    if (error instanceof HasuraError) return error.code
    throw error
  }
}

describe('authorization that the engine gets from outside', () => {
  test('a good token is let in, so that the rest proves something', async () => {
    expect(await outcome({ authorization: `Bearer ${signed(claims)}` })).toBe('user')
  })

  test('S-JWT-12 headers of any kind are refused with a code or are nobody', async () => {
    const value = fc.oneof(
      headerText,
      headerText.map((text) => `Bearer ${text}`),
    )
    await fc.assert(
      fc.asyncProperty(value, async (authorization) => {
        expect(['anonymous', 'invalid-jwt', 'invalid-headers']).toContain(await outcome({ authorization }))
      }),
      someRuns,
    )
  })

  test('S-JWT-12 a damaged token is refused', async () => {
    const token = signed(claims)
    const printable = damaged(token).filter((text) => /^[\x20-\x7e]*$/.test(text) && text.trim() === text)
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        const role = await outcome({ authorization: `Bearer ${text}` })
        if (role === 'user') expect(Buffer.from(text, 'base64url')).toEqual(Buffer.from(token, 'base64url'))
        else expect(role).toMatch(/^(invalid-jwt|invalid-headers|anonymous)$/)
      }),
      someRuns,
    )
  })

  test('S-JWT-07 payloads of any kind give a role that they allow or none', async () => {
    const hasura = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          'x-hasura-allowed-roles': fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom('user', 'admin', ''))),
          'x-hasura-default-role': fc.oneof(fc.jsonValue(), fc.constantFrom('user', 'admin')),
          'x-hasura-user-id': fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    )
    const payload = fc.oneof(
      fc.jsonValue(),
      hasura.map((value) => ({ ...claims, 'https://hasura.io/jwt/claims': value })),
      fc
        .tuple(fc.constantFrom('iss', 'aud', 'exp', 'nbf'), fc.jsonValue())
        .map(([name, value]) => ({ ...claims, [name]: value })),
    )
    await fc.assert(
      fc.asyncProperty(payload, async (content) => {
        const role = await outcome({ authorization: `Bearer ${signed(content)}` })
        if (role !== 'user' && role !== 'admin')
          expect(role).toMatch(/^(invalid-|jwt-|access-denied|parse-failed)/)
        if (role === 'admin') expect(JSON.stringify(content)).toContain('"admin"')
      }),
      { ...someRuns, numRuns: 600 },
    )
  })

  test('S-HASURA-05 a role header of any kind gives no role that the token does not allow', async () => {
    await fc.assert(
      fc.asyncProperty(headerText, async (role) => {
        fc.pre(role.trim() !== 'user' && role.trim() !== '')
        const headers = { authorization: `Bearer ${signed(claims)}`, 'x-hasura-role': role }
        expect(await outcome(headers)).toBe('access-denied')
      }),
      someRuns,
    )
  })
})

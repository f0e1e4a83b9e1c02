import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { requireAllowedBounce, requireAllowedRedirect } from '../../../functions/sign-in/allowed-redirect.js'
import { testEnv } from '../../support/test-env.js'

const list = 'https://front.example https://other.example/exact/page'
const config = parseConfig(testEnv({ ALLOWED_REDIRECTS: list }))

describe('requireAllowedRedirect()', () => {
  test.each([
    'https://app.example/graphql',
    'https://front.example/any/page?tab=1',
    'https://other.example/exact/page',
  ])('lets %s through', (url) => {
    expect(requireAllowedRedirect(url, config).href).toBe(url)
  })

  test.each([
    'http://front.example/any',
    'https://front.example:444/any',
    'https://front.example.evil.com/any',
    'https://evil.com/https://front.example',
    'https://front.example@evil.com/',
    'https://user@front.example/any',
    'https://front.example/any#fragment',
    'https://other.example/exact/page/more',
    'https://other.example/exact/page?more=1',
    'https://other.example/',
    'javascript:alert(1)',
    'blob:https://app.example/x',
    'blob:https://front.example/x',
    '/relative',
    '',
  ])('S-REDIR-06 refuses %j', (url) => {
    expect(() => requireAllowedRedirect(url, config)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  })
})

test.each([
  ['https://spa.example/cb/', ['/cb/'], ['/cb', '/cb//', '/', '/cb/x']],
  ['https://spa.example/cb', ['/cb'], ['/cb/', '/cb?', '/CB']],
  ['https://spa.example//', ['//'], ['/', '/x', '///']],
  ['https://spa.example/', ['/', '/x', '/cb/'], []],
  ['https://SPA.example:443', ['/', '/x'], []],
])('S-REDIR-06 %s in the list is exactly what is allowed', (entry, allowed, refused) => {
  const listing = parseConfig(testEnv({ ALLOWED_REDIRECTS: entry }))
  for (const path of allowed)
    expect(requireAllowedRedirect(`https://spa.example${path}`, listing).pathname).toBe(path)
  for (const path of refused)
    expect(() => requireAllowedRedirect(`https://spa.example${path}`, listing)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
})

test.each([
  'https://app.example/api/auth/signout',
  'https://app.example/api',
  'https://app.example//api/auth/callback/github',
  'https://app.example/%61pi/auth/session',
  'https://app.example/x/../api/health',
])('R-15e requireAllowedRedirect() leads to no function of ours: %s', (url) => {
  expect(() => requireAllowedRedirect(url, config)).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  )
})

test.each(['code=x', 'a=1&state=x', 'error=', 'iss=https%3A%2F%2Fevil.example', '%63ode=x'])(
  'R-15f requireAllowedRedirect() refuses an address that brings an answer along: %s',
  (query) => {
    for (const page of ['https://front.example/page', 'https://app.example/graphql']) {
      expect(() => requireAllowedRedirect(`${page}?${query}`, config)).toThrow(
        expect.objectContaining({ code: 'invalid-input' }),
      )
    }
  },
)

test('R-15d a blob has the origin of its page and is another place', () => {
  const withPreviews = { ...config, previewOrigins: ['https://app-*-acme.vercel.app'] }
  for (const url of ['blob:https://app.example/x', 'blob:https://app-x1-acme.vercel.app/x']) {
    expect(() => requireAllowedBounce(url, withPreviews)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  }
})

test('S-REDIR-06 a preview may be bounced to, but nobody may start a GraphQL flow to one by its pattern', () => {
  const withPreviews = { ...config, previewOrigins: ['https://app-*-acme.vercel.app'] }
  for (const url of ['https://app-x1-acme.vercel.app/page', 'https://app-x-evil-acme.vercel.app/page']) {
    expect(() => requireAllowedRedirect(url, withPreviews)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  }
  const preview = 'https://app-x1-acme.vercel.app/page'
  expect(requireAllowedBounce(preview, withPreviews).href).toBe(preview)
})

describe('a refusal of requireAllowedRedirect()', () => {
  const refusal = (redirectTo: string, env: Record<string, string> = {}) => {
    try {
      requireAllowedRedirect(redirectTo, parseConfig(testEnv(env)))
    } catch (error) {
      return error
    }
    return undefined
  }

  test.each([
    ['https://front.example/page?secret=1', 'https://front.example, which is not in ALLOWED_REDIRECTS: add'],
    ['/relative', 'not an absolute URL'],
    ['https://app.example/api/auth/signout', 'a function of ours'],
    ['https://app.example/page#here', 'credentials or a fragment'],
    ['https://app.example/page?code=1', 'brings a code'],
  ])('says in the log what is wrong with %s, and to the caller nothing', (redirectTo, reason) => {
    const expected = { reason: expect.stringContaining(reason), hint: undefined }
    expect(refusal(redirectTo)).toMatchObject(expected)
    expect(refusal(redirectTo)).not.toMatchObject({ reason: expect.stringContaining('secret') })
  })

  test('says it to the caller, too, where only developers call', () => {
    const hint = expect.stringContaining('http://127.0.0.1:5173, which is not in ALLOWED_REDIRECTS')
    const local = { AUTH_URL: 'http://127.0.0.1:3000' }
    expect(refusal('http://127.0.0.1:5173/page', local)).toMatchObject({ code: 'invalid-input', hint })
  })
})

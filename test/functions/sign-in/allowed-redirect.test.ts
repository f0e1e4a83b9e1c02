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
    '/relative',
    '',
  ])('S-REDIR-06 refuses %j', (url) => {
    expect(() => requireAllowedRedirect(url, config)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    )
  })
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

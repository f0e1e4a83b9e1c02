import { describe, expect, test } from 'vitest'
import { AppError } from '../../../functions/errors.js'
import { type ErrorCode, failures } from '../../../functions/failures.js'
import { browserFailure } from '../../../functions/http/failures.js'
import { describeError } from '../../../static/js/text/describe-error.js'

const codes = Object.keys(failures) as ErrorCode[]

/** What a browser gets that opens an address and meets a failure. */
async function pageOf(
  code: ErrorCode,
  path = '/api/auth/callback/github',
  returnTo?: string,
): Promise<string> {
  const request = new Request(`https://app.example${path}`, { headers: { accept: 'text/html' } })
  const response = browserFailure(new AppError(code, returnTo === undefined ? {} : { returnTo }), request)
  expect([response.status, response.headers.get('location')]).toEqual([failures[code].status, null])
  return response.text()
}

describe('errorPage()', () => {
  test.each(codes)('tells a person what %s means, in the words of the pages, and its code', async (code) => {
    const page = await pageOf(code)
    const { title, next } = describeError(code)
    expect(describeError(code)).not.toBe(describeError(undefined))
    expect(page).toContain(`<strong>${title}</strong>`)
    expect(page).toContain(`<p>${next}</p>`)
    expect(page).toContain(`<code>${code}</code>`)
  })

  test('leads whoever starts again to where they wanted to be', async () => {
    expect(await pageOf('expired', '/api/auth/callback/github', '/a?b=c&d="e')).toContain(
      'href="/api/auth/signin?returnTo=%2Fa%3Fb%3Dc%26d%3D%22e"',
    )
  })

  test('speaks of what was asked for', async () => {
    expect(await pageOf('expired')).toContain('<h1>Sign-in did not work</h1>')
    expect(await pageOf('hasura-unavailable', '/api/auth/signout')).toContain(
      '<h1>Sign-out did not work</h1>',
    )
    expect(await pageOf('not-found', '/api/auth/nothing')).toContain('<h1>This did not work</h1>')
  })
})

import { describe, expect, test } from 'vitest'
import { signOutFromClient } from '../../../functions/next-auth/sign-out.js'
import { showSignOutPage } from '../../../functions/next-auth/sign-out-page.js'
import { clientWorld } from './client-world.js'

async function show(query = '') {
  const { jar, world, form } = clientWorld()
  const response = await jar.visit(showSignOutPage, `/api/auth/signout${query}`)
  const page = await response.text()
  const fields = Object.fromEntries(
    [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value = '']) => [
      name,
      value.replaceAll('&amp;', '&'),
    ]),
  )
  return { jar, world, form, response, page, fields }
}

describe('showSignOutPage()', () => {
  test('S-WIRE-09 shows a form, ends nothing by itself, and may post to us alone', async () => {
    const { world, response, page } = await show()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'self'; img-src 'self'",
    )
    expect(page).toContain('<form action="/api/auth/signout" method="post">')
    // What makes a browser name our origin when the form is sent.
    expect(page).toContain('<meta name="referrer" content="same-origin">')
    expect(page).not.toMatch(/<script|\son\w+=/)
    expect(world.calls).toEqual([])
  })

  test.each([
    ['', 'https://app.example/api/auth/signin?status=signed-out#signed-out'],
    ['?callbackUrl=https%3A%2F%2Fapp.example%2Fnotes%3Fa%3D1%26b%3D2', 'https://app.example/notes?a=1&b=2'],
    ['?callbackUrl=https%3A%2F%2Fevil.example%2F', 'https://app.example/'],
  ])('S-WIRE-09 its form works without a script: %s leads to %s', async (query, location) => {
    const { jar, form, fields } = await show(query)
    const sent = await jar.visit(
      signOutFromClient,
      '/api/auth/signout',
      form(fields, { accept: 'text/html' }),
    )
    expect([sent.status, sent.headers.get('location')]).toEqual([303, location])
  })

  test('S-WIRE-09 S-HTTP-10 repeats nothing of its address as markup', async () => {
    const { page } = await show(
      `?callbackUrl=${encodeURIComponent('/"><script>alert(1)</script>')}&error=<b>`,
    )
    expect(page).not.toMatch(/<script|"><|<b>/)
  })
})

import { describe, expect, test } from 'vitest'
import { signInFromClient } from '../../../functions/next-auth/sign-in.js'
import { finishSignIn } from '../../../functions/sign-in/finish.js'
import { callbackPath, code } from '../../support/sign-in-flow.js'
import { clientWorld } from './client-world.js'

const path = '/api/auth/signin/github'

async function start(fields: Record<string, string> = {}, query = '', headers: Record<string, string> = {}) {
  const client = clientWorld()
  const csrfToken = await client.csrfToken()
  const init = client.form({ csrfToken, json: 'true', ...fields }, headers)
  const response = await client.jar.visit(signInFromClient, `${path}${query}`, init)
  return { ...client, response }
}

const urlOf = async (response: Response) => {
  const answer: unknown = await response.json()
  return new URL(answer !== null && typeof answer === 'object' && 'url' in answer ? String(answer.url) : '')
}

/** Where a sign-in comes back to that was begun for a page. */
async function landingOf(callbackUrl: string): Promise<string | null> {
  const { world, jar, response } = await start({ callbackUrl })
  const url = await urlOf(response)
  world.github.challenge = url.searchParams.get('code_challenge') ?? undefined
  const query = new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' })
  return (await jar.visit(finishSignIn, callbackPath(query))).headers.get('location')
}

describe('signInFromClient()', () => {
  test('S-WIRE-04 tells version 4 GitHub’s address, with state, PKCE and the cookie of the sign-in', async () => {
    const { response, jar } = await start()
    expect(response.status).toBe(200)
    const { origin, pathname, searchParams } = await urlOf(response)
    expect(origin + pathname).toBe('https://github.com/login/oauth/authorize')
    expect(searchParams.get('state')).toMatch(/^eyJ/)
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    expect([...jar.cookies.keys()].sort()).toEqual(['__Host-gha-csrf', '__Host-gha-transaction'])
  })

  test('S-WIRE-04 tells version 5 as well, and sends a form without a script there itself', async () => {
    const v5 = await start({ json: 'false' }, '?', { 'x-auth-return-redirect': '1' })
    expect((await urlOf(v5.response)).origin).toBe('https://github.com')
    const { response } = await start({ json: 'false' }, '', { accept: 'text/html' })
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^https:\/\/github\.com\//),
    ])
  })

  test('S-WIRE-04 S-START-02 passes on what chooses an account, and nothing that decides where anything goes', async () => {
    const query = new URLSearchParams({
      ...{ login: 'ada', prompt: 'select_account', allow_signup: 'false' },
      ...{
        client_id: 'x',
        redirect_uri: 'https://evil.example',
        scope: 'repo',
        state: 's',
        response_type: 'token',
      },
      ...{ code_challenge: 'c', code_challenge_method: 'plain', resource: 'r', __proto__: 'p' },
    })
    const { searchParams } = await urlOf((await start({}, `?${query}`)).response)
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ login: 'ada', prompt: 'select_account', allow_signup: 'false' },
      client_id: 'Ov23li0123456789abcd',
      redirect_uri: 'https://app.example/api/auth/callback/github',
      scope: 'user:email',
      state: expect.stringMatching(/^eyJ/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  test.each([
    '?login=a%0d%0ab',
    `?login=${'x'.repeat(101)}`,
    '?prompt=none',
    '?allow_signup=maybe',
    '?login=%',
  ])('S-WIRE-04 leaves %s out, and goes on', async (query) => {
    const { searchParams } = await urlOf((await start({}, query)).response)
    expect([searchParams.get('login'), searchParams.get('prompt'), searchParams.get('allow_signup')]).toEqual(
      [null, null, 'true'],
    )
  })

  test.each([
    ['https://app.example/notes?page=2#end', '/notes?page=2#end'],
    ['/notes', '/notes'],
    ['https://evil.example/notes', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/evil.example'],
    ['https://app.example@evil.example/', '/'],
    ['https://app.example:8443/', '/'],
    ['http://app.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['data:text/html,x', '/'],
    ['http://', '/'],
    ['%', '/%'],
    ['https://[', '/'],
    ['/a\r\nset-cookie: x=y', '/'],
    ['/\ud800', '/%EF%BF%BD'],
    ['/api/auth/signout', '/'],
    ['', '/'],
  ])('S-WIRE-04 S-REDIR-01 S-REDIR-04 comes back from callbackUrl=%j to %s', async (callbackUrl, page) => {
    expect(await landingOf(callbackUrl)).toBe(page)
  })

  test.each([
    ['none', {}],
    ['of another site', { origin: 'https://evil.example' }],
    ['of a subdomain', { origin: 'https://x.app.example', 'sec-fetch-site': 'same-site' }],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['of a page without one', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])(
    'S-WIRE-07 S-SESS-06 begins nothing for an origin that is %s, though the token fits',
    async (_name, origin) => {
      const { jar, csrfToken, form } = clientWorld()
      const { body } = form({ csrfToken: await csrfToken(), json: 'true' })
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...origin }
      const response = await jar.visit(signInFromClient, path, {
        method: 'POST',
        headers,
        body: body ?? null,
      })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({
        url: 'https://app.example/api/auth/error?error=cross-site',
      })
      expect(jar.cookies.has('__Host-gha-transaction')).toBe(false)
    },
  )

  test.each([
    ['without a token', {}],
    ['with the text that version 4 sends for none', { csrfToken: 'undefined' }],
    ['with an empty one', { csrfToken: '' }],
  ])('S-WIRE-07 begins nothing %s, and keeps the page for whoever tries again', async (_name, fields) => {
    const { jar, form } = clientWorld()
    const init = form({ ...fields, json: 'true', callbackUrl: 'https://app.example/notes' })
    const response = await jar.visit(signInFromClient, path, init)
    expect([response.status, await response.json()]).toEqual([
      200,
      { url: 'https://app.example/api/auth/signin?error=MissingCSRF&callbackUrl=%2Fnotes' },
    ])
    expect(jar.cookies.size).toBe(0)
  })

  test.each([
    ['a field given twice', 'a=1&a=2', 400],
    ['a body that is too long', `csrfToken=${'x'.repeat(16_384)}`, 413],
  ])('S-WIRE-06 leads %s to our error page', async (_name, body, status) => {
    const { jar, form } = clientWorld()
    const response = await jar.visit(signInFromClient, path, { ...form({}), body })
    expect(response.status).toBe(status)
    expect((await urlOf(response)).pathname).toBe('/api/auth/error')
    expect(jar.cookies.size).toBe(0)
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { startSignIn } from '../../../functions/sign-in/start.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'

async function authorizeUrlOf(
  path: string,
  env: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const response = await new BrowserJar(fakeWorld(env)).visit(startSignIn, path, { headers })
  return new URL(response.headers.get('location') ?? '')
}

describe('startSignIn()', () => {
  test('sends the browser to GitHub with 303 and one transaction cookie', async () => {
    const response = await new BrowserJar(fakeWorld()).visit(startSignIn, '/api/auth/signin/github')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?/)
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-gha-transaction=.*Max-Age=600/),
    ])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('S-START-01 gives every attempt another state, whatever Math.random says', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const jar = new BrowserJar(fakeWorld())
    const states = new Set<string>()
    for (let attempt = 0; attempt < 1000; attempt += 1) {
      const response = await jar.visit(startSignIn, '/api/auth/signin/github')
      const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? ''
      expect(state).toMatch(/^[\w.-]{22,2048}$/)
      states.add(state)
    }
    expect(states.size).toBe(1000)
  })

  test('S-START-02 S-START-05 S-PKCE-01 builds the address from configuration and generated values only', async () => {
    const query =
      'client_id=x&redirect_uri=https://evil.example&scope=repo&state=s&code_challenge_method=plain'
    const url = await authorizeUrlOf(`/api/auth/signin/github?${query}`, { GITHUB_CLIENT_ID: 'Ov23liours' })
    expect(Object.fromEntries(url.searchParams)).toEqual({
      allow_signup: 'true',
      client_id: 'Ov23liours',
      redirect_uri: 'https://app.example/api/auth/callback/github',
      scope: 'user:email',
      state: expect.not.stringMatching(/^s$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
  })

  test('S-START-03 S-VERCEL-03 S-CVE-22 takes its origin from no header', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      origin: 'https://evil.example',
    }
    const url = await authorizeUrlOf('https://evil.example/api/auth/signin/github?canonical=1', {}, headers)
    expect(url.searchParams.get('redirect_uri')).toBe('https://app.example/api/auth/callback/github')
  })

  test('S-START-09 begins over on the canonical host, where its cookie will be found, before setting one', async () => {
    const jar = new BrowserJar(fakeWorld())
    const aliased = 'https://app-git-main.vercel.app//evil.example/api/auth/signin/github?returnTo=/a?b=c'
    const moved = await jar.visit(startSignIn, aliased)
    const canonical = moved.headers.get('location') ?? ''
    expect([moved.status, moved.headers.getSetCookie()]).toEqual([303, []])
    expect(canonical).toBe('https://app.example/api/auth/signin/github?returnTo=%2Fa%3Fb%3Dc&canonical=1')
    const started = await jar.visit(startSignIn, canonical)
    expect(started.headers.get('location')).toMatch(/^https:\/\/github\.com\//)
  })

  test('S-START-09 sends nobody in circles when a proxy hides the host, and nobody elsewhere', async () => {
    const jar = new BrowserJar(fakeWorld())
    const behind = await jar.visit(startSignIn, 'http://10.0.0.7/api/auth/signin/github?canonical=1')
    expect(behind.headers.get('location')).toMatch(/^https:\/\/github\.com\//)
    const evil = 'https://old.example/api/auth/signin/github?returnTo=https://evil.example'
    const moved = await jar.visit(startSignIn, evil)
    expect(moved.headers.get('location')).toBe(
      'https://app.example/api/auth/signin/github?returnTo=%2F&canonical=1',
    )
  })

  test('asks for no scopes as a GitHub App, which has permissions instead', async () => {
    const url = await authorizeUrlOf('/api/auth/signin/github', { GITHUB_CLIENT_TYPE: 'github-app' })
    expect(url.searchParams.get('scope') ?? '').toBe('')
  })

  test('goes to the configured GitHub Enterprise Server', async () => {
    const url = await authorizeUrlOf('/api/auth/signin/github', { GITHUB_BASE_URL: 'https://ghe.example' })
    expect(url.origin + url.pathname).toBe('https://ghe.example/login/oauth/authorize')
  })

  test('S-START-04 sets no cookie for an image or frame', async () => {
    const headers = { 'sec-fetch-dest': 'iframe' }
    const response = await new BrowserJar(fakeWorld()).visit(startSignIn, '/api/auth/signin/github', {
      headers,
    })
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test('S-START-08 S-COOKIE-06 keeps the jar small over 200 starts with the longest returnTo', async () => {
    const jar = new BrowserJar(fakeWorld())
    for (let attempt = 0; attempt < 200; attempt += 1) {
      await jar.visit(startSignIn, `/api/auth/signin/github?returnTo=/${'x'.repeat(1023)}`)
    }
    expect(jar.cookies.size).toBe(1)
    expect(jar.header().length).toBeLessThan(4096)
  })

  test('S-CB-05 refuses a parameter that is given twice', async () => {
    const response = await new BrowserJar(fakeWorld()).visit(
      startSignIn,
      '/api/auth/signin/github?returnTo=/a&returnTo=/b',
    )
    expect(response.status).toBe(400)
  })

  test('S-PKCE-06 lets the verifier appear in no address', async () => {
    const world = fakeWorld()
    const jar = new BrowserJar(world)
    const response = await jar.visit(startSignIn, '/api/auth/signin/github')
    const url = new URL(response.headers.get('location') ?? '')
    for (const value of url.searchParams.values()) {
      expect(createHash('sha256').update(value).digest('base64url')).not.toBe(
        url.searchParams.get('code_challenge'),
      )
    }
  })
})

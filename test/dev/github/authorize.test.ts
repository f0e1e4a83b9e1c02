import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Github } from '../../../dev/github/start-github.js'
import { approve, authorizeUrl, callback, pkcePair, startTestGithub } from './local-github.js'

let github: Github

beforeAll(async () => {
  github = await startTestGithub()
})

afterAll(() => github.close())

async function redirectOf(parameters: Readonly<Record<string, string>>): Promise<URL> {
  const response = await fetch(authorizeUrl(github, parameters), { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? 'about:none')
}

describe('the authorize page', () => {
  it('authorize lists the three people with pictures that load', async () => {
    const page = await (await fetch(authorizeUrl(github))).text()
    const pictures = [...page.matchAll(/<img src="([^"]+)"/g)].map(([, path]) => path)
    expect(pictures).toHaveLength(3)
    for (const path of pictures) {
      const response = await fetch(`${github.url}${path}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    }
  })

  it('authorize escapes what the request says', async () => {
    const page = await (await fetch(authorizeUrl(github, { state: '"><script>alert(1)</script>' }))).text()
    expect(page).not.toContain('<script>')
  })

  it('authorize sends the browser back with code, state and issuer', async () => {
    const answer = await approve(github, 'ada', { state: 'a b&c' })
    expect(Object.fromEntries(answer)).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{20}$/),
      state: 'a b&c',
      iss: `${github.url}/login/oauth`,
    })
  })

  it('authorize reports access_denied when the person cancels', async () => {
    const answer = await approve(github, undefined)
    expect([answer.get('error'), answer.get('state'), answer.has('code')]).toEqual([
      'access_denied',
      'some-state',
      false,
    ])
  })

  it('authorize answers 404 for an application that is not registered', async () => {
    expect((await fetch(authorizeUrl(github, { client_id: 'someone-else' }))).status).toBe(404)
  })

  it('authorize falls back to the registered callback when no redirect_uri is sent', async () => {
    const url = new URL(authorizeUrl(github))
    url.searchParams.delete('redirect_uri')
    const form = new URLSearchParams(url.searchParams)
    form.set('pick', 'ada')
    const response = await fetch(`${github.url}/login/oauth/authorize`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    expect(response.headers.get('location')).toMatch(`${callback}?code=`)
  })
})

describe('redirect_uri of an OAuth App', () => {
  it('authorize takes the registered URL, paths below it and other ports of a loopback address', async () => {
    for (const allowed of [callback, `${callback}/deeper`, callback.replace(':3000', ':3999')]) {
      const response = await fetch(authorizeUrl(github, { redirect_uri: allowed }), { redirect: 'manual' })
      expect([allowed, response.status]).toEqual([allowed, 200])
    }
  })

  it('authorize reports every other one to the registered callback', async () => {
    const refused = [
      'http://evil.example/api/auth/callback/github',
      'https://127.0.0.1:3000/api/auth/callback/github',
      'http://localhost:3000/api/auth/callback/github',
      'http://user@127.0.0.1:3000/api/auth/callback/github',
      `${callback}-elsewhere`,
      'http://127.0.0.1:3000/',
      'not a url',
    ]
    for (const redirect_uri of refused) {
      const target = await redirectOf({ redirect_uri })
      expect([redirect_uri, target.origin + target.pathname, target.searchParams.get('error')]).toEqual([
        redirect_uri,
        callback,
        'redirect_uri_mismatch',
      ])
    }
  })
})

describe('PKCE at the authorize page', () => {
  it('S-PKCE-04 refuses the plain method, no method, a method alone and a malformed challenge', async () => {
    const { challenge } = pkcePair()
    const refused: Record<string, string>[] = [
      { code_challenge: challenge, code_challenge_method: 'plain' },
      { code_challenge: challenge },
      { code_challenge_method: 'S256' },
      { code_challenge: 'too-short', code_challenge_method: 'S256' },
      { code_challenge: `${challenge.slice(1)}+`, code_challenge_method: 'S256' },
    ]
    for (const parameters of refused) {
      expect([parameters, (await redirectOf(parameters)).searchParams.get('error')]).toEqual([
        parameters,
        'invalid_request',
      ])
    }
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Github } from '../../../dev/github/start-github.js'
import { approve, callApi, callback, postToken, startTestGithub } from './local-github.js'

let github: Github
let clock = Date.now()

beforeAll(async () => {
  github = await startTestGithub({ clientType: 'github-app', now: () => clock })
})

afterAll(() => github.close())

async function grant(login = 'ada', scope = ''): Promise<Record<string, unknown>> {
  const approved = await approve(github, login, { scope })
  return postToken(github, { code: approved.get('code') ?? '' })
}

function renew(refreshToken: unknown): Promise<Record<string, unknown>> {
  return postToken(github, { grant_type: 'refresh_token', refresh_token: String(refreshToken) })
}

async function status(token: unknown): Promise<number> {
  return (await callApi(github, '/user', String(token))).status
}

describe('a GitHub App', () => {
  it('access_token gives a token that expires and the token that renews it', async () => {
    expect(await grant('ada', 'user:email')).toEqual({
      status: 200,
      access_token: expect.stringMatching(/^ghu_/),
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^ghr_/),
      refresh_token_expires_in: 15_897_600,
      scope: '',
      token_type: 'bearer',
    })
  })

  it('api reads by permission, without scopes, for eight hours', async () => {
    const { access_token: token } = await grant()
    for (const path of ['/user/emails', '/user/memberships/orgs', '/user/teams']) {
      const answer = await callApi(github, path, String(token))
      expect([path, answer.status, answer.headers.get('x-oauth-scopes')]).toEqual([path, 200, ''])
    }
    clock += 28_800_000 - 1
    expect(await status(token)).toBe(200)
    clock += 1
    expect(await status(token)).toBe(401)
  })

  it('S-GH-10 access_token renews once and ends the old pair', async () => {
    const old = await grant()
    const renewed = await renew(old['refresh_token'])
    expect(renewed).toMatchObject({ access_token: expect.stringMatching(/^ghu_/), scope: '' })
    expect([await status(old['access_token']), await status(renewed['access_token'])]).toEqual([401, 200])
    expect(await renew(old['refresh_token'])).toMatchObject({ status: 200, error: 'bad_refresh_token' })
    expect(await renew(renewed['refresh_token'])).toHaveProperty('access_token')
  })

  it('access_token refuses a refresh token after six months, and one of a person who revoked the app', async () => {
    const late = await grant()
    clock += 15_897_600_000
    expect(await renew(late['refresh_token'])).toMatchObject({ error: 'bad_refresh_token' })
    const revoked = await grant('ben')
    github.revokeTokens('ben')
    expect(await renew(revoked['refresh_token'])).toMatchObject({ error: 'bad_refresh_token' })
  })

  it('authorize takes exactly the registered callback', async () => {
    expect((await approve(github, 'ada')).has('code')).toBe(true)
    for (const redirect_uri of [
      `${callback}/deeper`,
      `${callback}?x=1`,
      callback.replace(':3000', ':3001'),
      callback.replace('127.0.0.1', 'localhost'),
    ]) {
      const returned = await approve(github, 'ada', { redirect_uri })
      expect([redirect_uri, returned.get('error')]).toEqual([redirect_uri, 'redirect_uri_mismatch'])
    }
  })
})

describe('an OAuth App', () => {
  it('access_token knows no refresh tokens', async () => {
    const plain = await startTestGithub()
    const answer = await postToken(plain, { grant_type: 'refresh_token', refresh_token: 'ghr_x' })
    expect(answer).toMatchObject({ error: 'unsupported_grant_type' })
    await plain.close()
  })
})

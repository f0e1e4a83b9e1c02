import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBrowser, readSession, signInWith, startSignIn } from '../../dev/demo/browser.js'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { person } from '../../dev/github/people.js'
import { type Github, type GithubCall, startGithub } from '../../dev/github/start-github.js'
import { count } from '../../dev/stack/count.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let enterprise: Github
let stack: TestStack
const calls: GithubCall[] = []
const client = { clientId: '0123456789abcdef0123', clientSecret: randomBytes(20).toString('hex') }

beforeAll(async () => {
  enterprise = await startGithub({
    port: 0,
    ...client,
    callbackUrls: ['http://127.0.0.1/api/auth/callback/github'],
    people: [person(7, 'dora', 'Dora Lindqvist', 'dora@corp.example')],
    onCall: (call) => calls.push(call),
  })
  stack = await startTestStack({
    env: {
      GITHUB_BASE_URL: enterprise.url,
      GITHUB_CLIENT_ID: client.clientId,
      GITHUB_CLIENT_SECRET: client.clientSecret,
    },
  })
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await enterprise.close()
})

describe('a GitHub Enterprise Server', () => {
  it('gets the person, the code and every call of the browser flow, and github.com none', async () => {
    const browser = createBrowser()
    expect(
      (await startSignIn(browser, stack.urls.app)).startsWith(`${enterprise.url}/login/oauth/authorize?`),
    ).toBe(true)
    await signInWith(browser, stack.urls.app, 'dora')
    expect(await readSession(browser, stack.urls.app)).toMatchObject({
      user: { id: '7', login: 'dora', image: `${enterprise.url}/avatars/u/7?v=4` },
    })
    const paths = calls.map(({ method, path }) => `${method} ${path}`)
    expect(paths).toContain('POST /login/oauth/access_token')
    expect(paths).toContain('GET /api/v3/user')
    expect(stack.githubCalls).toEqual([])
  })

  it('S-CB-09 is the issuer that a callback may name', async () => {
    expect(await signIn(stack.flow, 'dora')).toMatchObject({ userId: '7', login: 'dora' })
  })

  it('gives the e-mail address to the sync', async () => {
    await signIn(stack.flow, 'dora')
    const synced = () => count(stack.database, 'users', "id = '7' and email = 'dora@corp.example'")
    await expect.poll(synced, { interval: 50 }).toBe(1)
    expect(calls.map(({ path }) => path)).toContain('/api/v3/user/emails')
  })

  it('approves devices', async () => {
    const started = z.object({
      startDeviceLogin: z.object({
        userCode: z.string(),
        deviceCode: z.string(),
        verificationUri: z.string(),
      }),
    })
    const { endpoint } = stack.flow
    const query = 'mutation { startDeviceLogin { userCode deviceCode verificationUri } }'
    const { userCode, deviceCode, verificationUri } = started.parse(
      await requireGraphql(endpoint, { query }),
    ).startDeviceLogin
    expect(verificationUri).toBe(`${enterprise.url}/login/device`)
    await fetch(verificationUri, {
      method: 'POST',
      body: new URLSearchParams({ user_code: userCode, pick: 'dora' }),
    })
    const login = `mutation { loginWithDevice(deviceCode: "${deviceCode}") { login } }`
    expect(await requireGraphql(endpoint, { query: login })).toEqual({ loginWithDevice: { login: 'dora' } })
    expect(stack.githubCalls).toEqual([])
  })

  it('S-GH-13 sends a User-Agent, an API version and no token to any other path', async () => {
    await signIn(stack.flow, 'dora')
    const api = calls.filter(({ path }) => path.startsWith('/api/v3/'))
    for (const { headers } of api) {
      expect(headers['user-agent']).toContain('hasura-github-auth')
      expect(headers['x-github-api-version']).toBe('2022-11-28')
    }
    const others = calls.filter(({ path }) => !path.startsWith('/api/v3/'))
    for (const { path, headers } of others)
      expect([path, headers.authorization ?? '']).toEqual([path, expect.not.stringContaining('gho_')])
  })
})

import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, readSession, signInWith, startSignIn } from '../../dev/demo/browser.js'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { approveLogin, beginLogin, finishLogin, signIn } from '../../dev/demo/graphql-flow.js'
import { approveAs } from '../../dev/github/approve-as.js'
import type { Fault } from '../../dev/github/faults.js'
import { listen } from '../../dev/http/listen.js'
import { count } from '../../dev/stack/count.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let app: string

beforeAll(async () => {
  stack = await startTestStack()
  app = stack.urls.app
})

beforeEach(async () => {
  await stack.reset()
  // A sync asks GitHub too, at a moment of its own: these tests order and count calls of sign-ins only.
  stack.gate.hold('/api/events')
})

afterAll(() => stack?.close())

const tokenPath = '/login/oauth/access_token'
const userPath = '/api/v3/user'

function refusal(error: string): Fault {
  return {
    kind: 'answer',
    status: 200,
    body: JSON.stringify({ error, error_description: 'words of GitHub' }),
  }
}

function answer(status: number, body = '{}', headers: Record<string, string> = {}): Fault {
  return { kind: 'answer', status, body, headers }
}

/** Ada signs in while GitHub misbehaves once; gives what she gets, and checks that nothing was opened. */
async function signInDespite(path: string, fault: Fault): Promise<Response> {
  const before = await count(stack.database, 'sessions')
  const browser = createBrowser()
  const callback = await approveAs(await startSignIn(browser, app), 'ada')
  stack.github.fail(path, fault)
  const response = await browser.navigate(callback)
  expect(await count(stack.database, 'sessions')).toBe(before)
  expect([...browser.cookies.keys()]).toEqual([])
  return response
}

describe('GitHub says no', () => {
  it.each([
    ['bad_verification_code', 400],
    ['incorrect_client_credentials', 500],
    ['redirect_uri_mismatch', 500],
    ['unverified_user_email', 403],
    ['something_new', 502],
  ])('S-GH-01 takes 200 with %s for a failure', async (error, status) => {
    const response = await signInDespite(tokenPath, refusal(error))
    expect([response.status, (await response.text()).includes('words of GitHub')]).toEqual([status, false])
  })

  it.each([
    ['HTML', answer(200, '<html>', { 'content-type': 'text/html' }), 502],
    ['no token', answer(200, '{"token_type":"bearer"}'), 502],
    ['an array', answer(200, '[]'), 502],
    ['nothing', answer(204, ''), 502],
    ['a redirect', answer(307, '', { location: 'http://127.0.0.1:9/' }), 503],
    ['half a body', { kind: 'half-body', body: '{"access_token":"x"' } satisfies Fault, 503],
    ['far too much', { kind: 'huge-body', bytes: 20_000_000 } satisfies Fault, 502],
  ])('S-GH-02 ends cleanly when the token answer is %s', async (_name, fault, status) => {
    expect((await signInDespite(tokenPath, fault)).status).toBe(status)
  })

  it('S-GH-18 turns away accounts that are no people', async () => {
    stack.github.changePerson('ben', { type: 'Bot' })
    const done = await signInWith(createBrowser(), app, 'ben')
    expect([done.status, await count(stack.database, 'users', "id = '1001002'")]).toEqual([403, 0])
  })
})

describe('GitHub is in trouble', () => {
  it.each([tokenPath, userPath])('S-GH-03 answers 504 when %s stays silent', async (path) => {
    expect((await signInDespite(path, { kind: 'silence' })).status).toBe(504)
  })

  it.each([tokenPath, userPath])('S-ERR-02 answers 503 when %s is reset or 500', async (path) => {
    expect((await signInDespite(path, { kind: 'reset' })).status).toBe(503)
    expect((await signInDespite(path, answer(500))).status).toBe(503)
  })

  it('S-GH-04 does not send a code twice', async () => {
    stack.githubCalls.length = 0
    await signInDespite(tokenPath, { kind: 'reset' })
    expect(stack.githubCalls.filter(({ path }) => path === tokenPath)).toHaveLength(1)
  })

  it('S-GH-12 passes a rate limit on as 503 with Retry-After', async () => {
    for (const fault of [
      answer(429, '{}', { 'retry-after': '17' }),
      answer(403, '{}', { 'retry-after': '17', 'x-ratelimit-remaining': '0' }),
    ]) {
      const response = await signInDespite(userPath, fault)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '17'])
    }
  })

  it('S-GH-03 tells the GraphQL flow with a code of its own', async () => {
    const started = await beginLogin(stack.flow)
    const returned = await approveLogin(started, 'ada')
    stack.github.fail(tokenPath, { kind: 'reset' })
    await expect(finishLogin(stack.flow, started, returned)).rejects.toThrow('GitHub does not answer.')
  })

  it('a sign-in works again as soon as GitHub does', async () => {
    const browser = createBrowser()
    expect((await signInWith(browser, app, 'ada')).status).toBe(303)
    expect(await readSession(browser, app)).toMatchObject({ user: { login: 'ada' } })
  })
})

describe('Hasura is in trouble', () => {
  it('S-ERR-02 answers 503 when it is down and 504 when it is silent, and keeps the cookies of the signed-in', async () => {
    const browser = createBrowser()
    await signInWith(browser, app, 'ada')
    browser.cookies.delete('gha-access')
    await stack.withoutEngine(async () => {
      expect((await signInWith(createBrowser(), app, 'ada')).status).toBe(503)
      expect((await browser.fetch(`${app}/api/auth/session`)).status).toBe(503)
      const silent = await listen(createServer(), Number(new URL(stack.urls.engine).port))
      const response = await signInWith(createBrowser(), app, 'ada').finally(() => silent.close())
      expect(response.status).toBe(504)
      expect(browser.cookies.has('gha-refresh')).toBe(true)
    })
    expect(await readSession(browser, app)).toMatchObject({ user: { login: 'ada' } })
    expect(await signIn(stack.flow, 'ada')).toMatchObject({ isNewUser: false })
  })

  it('actions answer with an error of their own when the functions are down', async () => {
    // The last test: nothing brings them back.
    await stack.host.close()
    const query = 'mutation { startDeviceLogin { userCode } }'
    const { data, errors } = await requestGraphql(stack.flow.endpoint, { query })
    expect([data, errors?.[0]?.message]).toEqual([undefined, 'http exception when calling webhook'])
  })
})

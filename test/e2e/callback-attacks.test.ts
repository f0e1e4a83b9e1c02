import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, createBrowser, readSession, startSignIn } from '../../dev/demo/browser.js'
import { approveAs } from '../../dev/github/approve-as.js'
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

afterEach(() => {
  stack.githubCalls.length = 0
})

/** Brings a browser up to GitHub's redirect, without following it. */
async function approved(browser: Browser, person = 'ada'): Promise<URL> {
  const authorize = await startSignIn(browser, app)
  const callback = new URL(await approveAs(authorize, person))
  stack.githubCalls.length = 0
  return callback
}

async function expectRefused(browser: Browser, url: URL, status = 400): Promise<void> {
  const sessions = await count(stack.database, 'sessions')
  const response = await browser.navigate(url.href)
  expect([url.search, response.status]).toEqual([url.search, status])
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(await count(stack.database, 'sessions')).toBe(sessions)
  expect(browser.cookies.has('gha-refresh')).toBe(false)
  expect(await readSession(browser, app)).toBeNull()
}

describe('a callback that does not belong', () => {
  it('S-CB-01 is refused without a state, with an empty, a wrong or a changed one, and GitHub is not asked', async () => {
    for (const change of [
      (url: URL) => url.searchParams.delete('state'),
      (url: URL) => url.searchParams.set('state', ''),
      (url: URL) => url.searchParams.set('state', 'x'.repeat(40)),
      (url: URL) => url.searchParams.set('state', `${url.searchParams.get('state')}A`),
    ]) {
      const browser = createBrowser()
      const callback = await approved(browser)
      change(callback)
      await expectRefused(browser, callback)
    }
    expect(stack.githubCalls.filter(({ path }) => path === '/login/oauth/access_token')).toEqual([])
  })

  it('S-CB-01 is refused without the transaction cookie', async () => {
    const browser = createBrowser()
    const callback = await approved(browser)
    browser.cookies.clear()
    await expectRefused(browser, callback)
    expect(stack.githubCalls).toEqual([])
  })

  it('S-CB-03 is refused in another browser, also one that has started a sign-in of its own', async () => {
    const victim = createBrowser()
    await startSignIn(victim, app)
    const attackers = await approved(createBrowser(), 'ben')
    await expectRefused(victim, attackers)
    await expectRefused(createBrowser(), attackers)
    expect(stack.githubCalls).toEqual([])
  })

  it('S-CB-04 is refused the second time', async () => {
    const browser = createBrowser()
    const callback = await approved(browser)
    const kept = new Map(browser.cookies)
    expect((await browser.navigate(callback.href)).status).toBe(303)
    const replayer = createBrowser()
    for (const [name, value] of kept) replayer.cookies.set(name, value)
    await expectRefused(replayer, callback)
    expect((await browser.navigate(callback.href)).status).toBe(400)
  })

  it('S-CB-05 is refused when a parameter comes twice', async () => {
    for (const name of ['code', 'state']) {
      const browser = createBrowser()
      const callback = await approved(browser)
      callback.searchParams.append(name, callback.searchParams.get(name) ?? '')
      await expectRefused(browser, callback)
    }
    expect(stack.githubCalls).toEqual([])
  })

  it('S-CB-09 is refused when it names another issuer', async () => {
    const browser = createBrowser()
    const callback = await approved(browser)
    callback.searchParams.set('iss', 'https://evil.example/login/oauth')
    await expectRefused(browser, callback)
    expect(stack.githubCalls).toEqual([])
  })

  it('S-CB-10 is not used up by HEAD, and not answered for POST', async () => {
    const browser = createBrowser()
    const callback = await approved(browser)
    for (const method of ['HEAD', 'POST']) {
      const response = await browser.fetch(callback.href, { method })
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET'])
    }
    expect((await browser.navigate(callback.href)).status).toBe(303)
  })

  it('S-CB-07 tells a person who said no in our own words, and repeats nothing of the address', async () => {
    const browser = createBrowser()
    const callback = new URL(await approveAs(await startSignIn(browser, app), undefined))
    callback.searchParams.set('error_description', '<img src=x onerror=alert(1)>')
    const response = await browser.navigate(callback.href)
    const page = await response.text()
    expect([response.status, page.includes('onerror'), page.includes('Access was denied.')]).toEqual([
      403,
      false,
      true,
    ])
    expect(await readSession(browser, app)).toBeNull()
  })

  it('S-CB-08 is refused when it brings a code and an error', async () => {
    const browser = createBrowser()
    const callback = await approved(browser)
    callback.searchParams.set('error', 'access_denied')
    await expectRefused(browser, callback)
    expect(stack.githubCalls).toEqual([])
  })

  it('S-START-04 does not start for an image, a frame or a prefetch', async () => {
    const attempts: Record<string, string>[] = [
      { 'sec-fetch-dest': 'image' },
      { 'sec-fetch-dest': 'iframe' },
      { 'sec-purpose': 'prefetch' },
    ]
    for (const headers of attempts) {
      const response = await fetch(`${app}/api/auth/signin/github`, { headers, redirect: 'manual' })
      expect([headers, response.status, response.headers.getSetCookie()]).toEqual([headers, 403, []])
    }
  })

  it('S-START-03 takes nothing of the redirect_uri from the request', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      origin: 'https://evil.example',
      'x-forwarded-proto': 'https',
    }
    const response = await fetch(
      `${app}/api/auth/signin/github?redirect_uri=https://evil.example&scope=repo`,
      { headers, redirect: 'manual' },
    )
    const authorize = new URL(response.headers.get('location') ?? '')
    expect(authorize.searchParams.get('redirect_uri') ?? `${app}/api/auth/callback/github`).toBe(
      `${app}/api/auth/callback/github`,
    )
    expect([authorize.origin, authorize.searchParams.get('scope')]).toEqual([stack.urls.github, 'user:email'])
  })
})

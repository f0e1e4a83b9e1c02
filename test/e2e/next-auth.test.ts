import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { launchChromium } from '../../dev/chromium.js'
import { bundleClient } from '../next-auth/support/bundle-client.js'
import { clientDigests } from '../next-auth/support/client-digests.js'
import { type AppPage, openApp } from '../next-auth/support/open-app.js'
import { serverSession } from '../next-auth/support/server-session.js'
import { startApp } from '../support/start-app.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let browser: Browser
const versions = ['v4', 'v5'] as const
const bundles = { v4: await bundleClient('v4'), v5: await bundleClient('v5') }
const page =
  '<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="/favicon.svg"><main id="app"></main><script src="/notes.js"></script></html>'
/** Everything but its own page comes from the functions, whose account page is the one that people leave to. */
const appOf = ({ script }: { script: string }) =>
  startApp(
    {
      '/notes': { type: 'text/html', content: page },
      '/notes.js': { type: 'text/javascript', content: script },
    },
    () => true,
  )
const apps = { v4: await appOf(bundles.v4), v5: await appOf(bundles.v5) }

beforeAll(async () => {
  stack = await startTestStack()
  browser = await launchChromium()
  for (const version of versions) {
    const functions = { AUTH_URL: apps[version].url, NEXT_AUTH_CLIENT: version }
    apps[version].rewriteTo((await stack.addHost(functions)).url)
  }
})
beforeEach(() => stack.reset())
afterAll(async () => {
  await browser?.close()
  await Promise.all(versions.map((version) => apps[version].close()))
  await stack?.close()
})

/** What one view of a page asks with next-auth's own server: version 5 hears its own message and asks again. */
const callsOfView = { v4: ['GET session'], v5: ['GET session', 'GET session'] }
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
const adasSession = {
  user: { id: '1001001', login: 'ada', name: 'Ada Marlow', roles: ['user'] },
  expires: isoTime,
  accessToken: expect.stringMatching(/^eyJ/),
  accessTokenExpires: isoTime,
}

/** Answers at the local GitHub, where the page has gone. */
const answerAtGithub = ({ page }: AppPage, name = 'Ada Marlow') => page.getByRole('button', { name }).click()

describe.each(versions)('the unmodified client of next-auth %s', (version) => {
  const { url } = apps[version]
  const open = () => openApp(browser, url)

  async function openSignedIn() {
    const app = await open()
    const tab = await app.openTab()
    await tab.goTo()
    await tab.leave("client.signIn('github')")
    await answerAtGithub(tab)
    await tab.shows('authenticated ada')
    return { app, tab }
  }

  it('S-WIRE-02 has the files that its authors published', () => {
    expect(bundles[version].digests).toEqual(clientDigests[version])
  })

  it('S-WIRE-03 S-WIRE-04 S-START-02 signs in, asks no more than of its own server and complains of nothing', async () => {
    const app = await open()
    const tab = await app.openTab()
    const { page } = tab
    await tab.goTo()
    expect(tab.takeCalls()).toEqual(callsOfView[version])
    expect(await tab.run('seen.at(-1)')).toEqual({ status: 'unauthenticated', data: null })

    const parameters = {
      ...{ login: 'ada', prompt: 'select_account', allow_signup: 'false' },
      ...{
        scope: 'repo',
        client_id: 'x',
        redirect_uri: 'https://evil.example',
        state: 'x',
        code_challenge: 'x',
      },
    }
    const callbackUrl = '/notes?page=2#end'
    await tab.leave(
      `client.signIn('github', ${JSON.stringify({ callbackUrl })}, ${JSON.stringify(parameters)})`,
    )
    await page.getByRole('button', { name: 'Ada Marlow' }).waitFor()
    expect(tab.takeCalls()).toEqual(['GET providers', 'GET csrf', 'POST signin/github'])
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      ...{ login: 'ada', prompt: 'select_account', allow_signup: 'false' },
      client_id: stack.environment.functions['GITHUB_CLIENT_ID'],
      redirect_uri: `${url}/api/auth/callback/github`,
      scope: 'user:email',
      state: expect.stringMatching(/^eyJ/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })

    await answerAtGithub(tab)
    await tab.shows('authenticated ada')
    await page.waitForLoadState('networkidle')
    expect(page.url()).toBe(`${url}${callbackUrl}`)
    expect(tab.takeCalls()).toEqual(callsOfView[version])
    expect(await tab.run('session')).toMatchObject(adasSession)
    expect(await tab.run('seen[0]')).toMatchObject({ status: 'loading' })
    expect(tab.complaints).toEqual([])
    await app.close()
  })

  it('S-WIRE-03 answers each question, updates, and asks again on focus and by the clock', async () => {
    const { app, tab } = await openSignedIn()
    const { page } = tab
    expect(await tab.run('client.getProviders()')).toMatchObject({ github: { id: 'github', type: 'oauth' } })
    expect(await tab.run('client.getSession()')).toMatchObject(adasSession)
    const token = await tab.run('client.getCsrfToken()')
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect(await tab.run('client.getCsrfToken()')).toBe(token)

    if (version === 'v5') {
      // Version 4 leaves for GitHub in any case.
      const answer = await tab.run("client.signIn('github', { redirect: false })")
      expect(answer).toMatchObject({ ok: true, url: expect.stringContaining('/login/oauth/authorize?') })
    }

    await page.waitForLoadState('networkidle')
    tab.takeCalls()
    expect(await tab.run("update({ user: { login: 'eve' } })")).toMatchObject(adasSession)
    expect(tab.takeCalls().slice(0, 2)).toEqual(['GET csrf', 'POST session'])
    // Until the page has shown the answer, version 4 ignores a second wish.
    await tab.shows('authenticated ada')
    expect(await tab.run('update()')).toMatchObject(adasSession)
    await tab.shows('authenticated ada')

    const asksAgain = () => page.waitForResponse(`${url}/api/auth/session`)
    await page.waitForLoadState('networkidle')
    await Promise.all([asksAgain(), tab.run("document.dispatchEvent(new Event('visibilitychange'))")])
    await tab.goTo('?interval=1')
    await asksAgain()
    expect(tab.complaints).toEqual([])
    await app.close()
  })

  it('S-WIRE-05 signs out without leaving the page, in each tab, and clears nothing of the app', async () => {
    const { app, tab } = await openSignedIn()
    const other = await app.openTab()
    await other.goTo()
    await other.shows('authenticated ada')
    await tab.run("localStorage.setItem('draft', 'kept')")
    tab.takeCalls()
    const answer = await tab.run("client.signOut({ redirect: false, callbackUrl: '/notes?page=3' })")
    expect(answer).toEqual({ url: `${url}/notes?page=3` })
    expect(tab.takeCalls().slice(0, 3)).toEqual(['GET csrf', 'POST signout', 'GET session'])
    await tab.shows('unauthenticated nobody')
    await other.shows('unauthenticated nobody')
    expect(await tab.run("localStorage.getItem('draft')")).toBe('kept')
    const left = (await app.context.cookies()).map(({ name }) => name)
    expect(left.sort()).toEqual(['gha-csrf', 'gha-ended'])
    expect([...tab.complaints, ...other.complaints]).toEqual([])
    await app.close()
  })

  it('S-WIRE-05 signs out and goes where the page wanted, or to our own where that is none of ours', async () => {
    const { app, tab } = await openSignedIn()
    await tab.leave("client.signOut({ callbackUrl: '/notes?page=4' })")
    await tab.page.waitForURL('**/notes?page=4')
    await tab.shows('unauthenticated nobody')
    await tab.leave("client.signOut({ callbackUrl: 'https://evil.example/' })")
    await tab.page.waitForURL(`${url}/signin?returnTo=%2F`)
    expect(tab.complaints).toEqual([])
    await app.close()
  })

  it('S-WIRE-06 comes back to the page through our sign-in page, with and without a required session', async () => {
    const app = await open()
    const tab = await app.openTab()
    const { page } = tab
    await page.goto('/notes?required=1')
    await page.getByText('Please sign in to see this page.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/api/auth/signin')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await answerAtGithub(tab)
    await tab.shows('authenticated ada')
    expect(page.url()).toBe(`${url}/notes?required=1`)

    await app.context.clearCookies()
    await tab.goTo('?page=5')
    await tab.leave('client.signIn()')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await answerAtGithub(tab)
    await tab.shows('authenticated ada')
    expect(page.url()).toBe(`${url}/notes?page=5`)
    expect(tab.complaints).toEqual([])
    await app.close()
  })

  it('S-WIRE-06 S-CB-07 tells in our own words that somebody said no at GitHub', async () => {
    const app = await open()
    const tab = await app.openTab()
    await tab.goTo()
    await tab.leave("client.signIn('github')")
    await answerAtGithub(tab, 'Cancel')
    await tab.page.getByRole('heading', { name: 'Sign-in did not work' }).waitFor()
    await tab.page.getByText('Access was denied.').waitFor()
    await tab.goTo()
    await tab.shows('unauthenticated nobody')
    await app.close()
  })

  it('S-START-07 of two sign-ins at once the later one ends well, and the earlier one says why it does not', async () => {
    const app = await open()
    const [earlier, later] = [await app.openTab(), await app.openTab()]
    for (const tab of [earlier, later]) {
      await tab.goTo()
      await tab.leave("client.signIn('github')")
      await tab.page.getByRole('button', { name: 'Ada Marlow' }).waitFor()
    }
    await answerAtGithub(earlier)
    await earlier.page.getByRole('heading', { name: 'Sign-in did not work' }).waitFor()
    await answerAtGithub(later)
    await later.shows('authenticated ada')
    await app.close()
  })

  it('S-WIRE-07 changes nothing for a token that is not this browser’s, and says so', async () => {
    const { app, tab } = await openSignedIn()
    const { page } = tab
    const foreign = { csrfToken: '0'.repeat(64) }
    await app.context.route('**/api/auth/csrf', (route) => route.fulfill({ json: foreign }))
    expect(await tab.run("update({ name: 'Eve' })")).toBeNull()
    const reported = () => stack.lines.some((line) => line.includes('"code":"CLIENT_FETCH_ERROR"'))
    if (version === 'v4') await vi.waitUntil(reported, { timeout: 15_000 })
    await tab.leave("client.signOut({ callbackUrl: '/notes?page=6' })")
    await page.waitForURL('**/api/auth/error?error=MissingCSRF')
    await page.getByText('The page was open for too long').waitFor()
    await tab.goTo('?page=7')
    await tab.shows('authenticated ada')
    await tab.leave("client.signIn('github')")
    await page.getByText('The page was open for too long').waitFor()
    expect(new URL(page.url()).searchParams.get('callbackUrl')).toBe('/notes?page=7')
    await app.close()
  })

  it('S-WIRE-05 leads to our error page when the session could not be ended, and keeps it', async () => {
    const { app, tab } = await openSignedIn()
    await stack.withoutEngine(async () => {
      await tab.leave("client.signOut({ callbackUrl: '/notes?page=8' })")
      await tab.page.waitForURL('**/api/auth/error?error=hasura-unavailable')
      await tab.page.getByText('The GraphQL server or its database does not answer.').waitFor()
    })
    await tab.goTo()
    await tab.shows('authenticated ada')
    await app.close()
  })

  it('S-WIRE-08 knows on a server who asks, by the cookies that it passes on', async () => {
    const { app } = await openSignedIn()
    const cookies = await app.context.cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect(await serverSession(version, url, cookie)).toMatchObject(adasSession)
    expect(await serverSession(version, url, '')).toBeNull()
    await app.close()
  })
})

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../../dev/chromium.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { type App, startApp } from '../support/start-app.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'
import { type WatchedPage, watchPage } from './support/watch-page.js'

const page =
  '<!doctype html><html lang="en"><title>An app</title><link rel="icon" href="data:,"><h1>An app</h1>'

let app: App
let stack: TestStack
let browser: Browser

beforeAll(async () => {
  const started = await startApp({ '/': { type: 'text/html', content: page } })
  // Another host than that of the functions, as cookies see it.
  app = { ...started, url: started.url.replace('127.0.0.1', 'localhost') }
  stack = await startTestStack({ stack: { appUrl: app.url } })
  app.rewriteTo(functions())
  browser = await launchChromium()
}, 120_000)

const functions = () => stack.urls.functions ?? ''

beforeEach(async () => {
  await stack.reset()
  app.paths.splice(0)
})

afterAll(async () => {
  await browser?.close()
  await stack?.close()
  await app?.close()
})

async function openPage(options: BrowserContextOptions = {}): Promise<WatchedPage & { hosts: Set<string> }> {
  const context = await browser.newContext({ baseURL: app.url, ...options })
  const page = await context.newPage()
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  return { ...watchPage(page, app.url), hosts }
}

describe('functions behind an app with one rewrite', () => {
  it('T-01a T-01c a person signs in and out, and the browser meets the app and GitHub alone', async () => {
    const { page, hosts, complaints, close } = await openPage()
    await page.goto('/api/auth/signin?returnTo=%2F%3Ffrom%3Dmail')
    expect(await page.locator('a:visible').allInnerTexts()).toEqual(['Continue with GitHub'])
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).click()
    await page.waitForURL('**/?from=mail')
    const session = await page.evaluate(async () => (await fetch('/api/auth/session')).json())
    expect(session).toMatchObject({ user: { login: 'ada' } })
    const cookies = await page.context().cookies(app.url)
    expect(cookies.map(({ name }) => name).sort()).toEqual(['gha-access', 'gha-refresh'])
    const signedOut = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/auth/signout', { method: 'POST', headers, body: '{}' })).json()
    })
    expect(signedOut).toEqual({ url: `${app.url}/api/auth/signin`, revoked: 1 })
    expect([...hosts].sort()).toEqual([app.url, stack.urls.github].sort())
    expect(app.paths.filter((path) => !path.startsWith('/api/auth/'))).toEqual(['/?from=mail'])
    expect(complaints).toEqual([])
    await close()
  })

  it('T-01c a failure has its page, its style and its way back', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto('/api/auth/callback/github?code=a&state=b')
    expect(await page.locator('h1').innerText()).toBe('Sign-in did not work')
    const style = () => page.evaluate(() => getComputedStyle(document.body).fontFamily)
    expect(await style()).toContain('system-ui')
    await page.getByRole('link', { name: 'Start again' }).click()
    await page.waitForURL('**/api/auth/signin**')
    await page.goto('/api/auth/error?error=access_denied')
    expect(await page.locator('h1').innerText()).not.toBe('Something went wrong')
    expect(await style()).toContain('system-ui')
    await page.getByRole('link', { name: 'Home page' }).click()
    await page.waitForURL(`${app.url}/`)
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([])
    await close()
  })

  it('T-01a without JavaScript, too, and comes to where they wanted to be', async () => {
    const { page, close } = await openPage({ javaScriptEnabled: false })
    await page.goto('/api/auth/signin?returnTo=%2F%3Ffrom%3Dmail')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).click()
    await page.waitForURL('**/?from=mail')
    await close()
  })

  it('T-01b Hasura reaches the functions past the app', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
    expect(app.paths.filter((path) => !path.startsWith('/api/auth/callback/'))).toEqual([])
  })

  it('T-01a a sign-in that begins at the functions goes on at the app', async () => {
    const response = await fetch(`${functions()}/api/auth/signin/github?returnTo=/x`, {
      redirect: 'manual',
    })
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `${app.url}/api/auth/signin/github?returnTo=%2Fx&canonical=1`,
    ])
  })
})

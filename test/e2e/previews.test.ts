import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, readSession, signInWith, startSignIn } from '../../dev/demo/browser.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { count } from '../../dev/stack/count.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let canonical: string
let preview: string
let stranger: string

beforeAll(async () => {
  const port = await pickPort(0, [])
  preview = `http://127.0.0.1:${port}`
  stack = await startTestStack({ env: { PREVIEW_ORIGINS: `https://app-*-acme.vercel.app ${preview}` } })
  canonical = stack.urls.app
  const shared = { AUTH_CANONICAL_URL: canonical }
  const [, other] = await Promise.all([stack.addHost(shared, port), stack.addHost(shared)])
  stranger = other.url
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

describe('a sign-in on a preview deployment', () => {
  it('S-VERCEL-05 goes through the canonical callback and ends signed in on the preview', async () => {
    const browser = createBrowser()
    const authorize = await startSignIn(browser, preview, '/after')
    expect(new URL(authorize).searchParams.get('redirect_uri')).toBe(`${canonical}/api/auth/callback/github`)
    const callback = await approveAs(authorize, 'ada')
    expect(new URL(callback).origin).toBe(canonical)
    const bounced = await browser.navigate(callback)
    const location = bounced.headers.get('location') ?? ''
    expect([bounced.status, new URL(location).origin, bounced.headers.getSetCookie()]).toEqual([
      303,
      preview,
      [],
    ])
    const finished = await browser.navigate(location)
    expect([finished.status, finished.headers.get('location')]).toEqual([303, '/after'])
    expect(await readSession(browser, preview)).toMatchObject({ user: { login: 'ada' } })
  })

  it('S-VERCEL-05 is worth nothing in another browser, and works once', async () => {
    const browser = createBrowser()
    const callback = await approveAs(await startSignIn(browser, preview), 'ada')
    const location = (await createBrowser().navigate(callback)).headers.get('location') ?? ''
    expect((await createBrowser().navigate(location)).status).toBe(400)
    expect((await browser.navigate(location)).status).toBe(303)
    expect((await browser.navigate(location)).status).toBe(400)
  })

  it('S-VERCEL-05 tells the preview when the person says no', async () => {
    const browser = createBrowser()
    const callback = await approveAs(await startSignIn(browser, preview), undefined)
    const location = (await browser.navigate(callback)).headers.get('location') ?? ''
    const denied = await browser.navigate(location)
    expect([denied.status, await denied.text()]).toEqual([403, expect.stringContaining('Access was denied.')])
  })

  it('S-VERCEL-05 ends on the default page for an origin that is not on the list', async () => {
    const before = await count(stack.database, 'sessions')
    const browser = createBrowser()
    const done = await signInWith(browser, stranger, 'ada')
    expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
    expect(await count(stack.database, 'sessions')).toBe(before)
    expect(await readSession(browser, stranger)).toBeNull()
    expect(stack.lines.join('\n')).toContain('preview-refused')
  })

  it('S-REDIR-05 takes no origin from a parameter or header', async () => {
    const response = await createBrowser().navigate(
      `${canonical}/api/auth/signin/github?origin=${encodeURIComponent(stranger)}`,
      { 'x-forwarded-host': 'evil.example' },
    )
    const authorize = response.headers.get('location') ?? ''
    const done = await fetch(await approveAs(authorize, 'ada'), { redirect: 'manual' })
    expect([done.status, done.headers.get('location')]).toEqual([400, null])
  })
})

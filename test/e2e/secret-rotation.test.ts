import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Browser, createBrowser, readSession, signInWith, startSignIn } from '../../dev/demo/browser.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { secret } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
/** The deployments of a rotation, all under the address of the first. */
const urls = { before: '', during: '', after: '', leaked: '' }

beforeAll(async () => {
  stack = await startTestStack()
  const { AUTH_URL = '', AUTH_SECRET: old = '' } = stack.environment.functions
  const fresh = secret()
  const [during, after, leaked] = await Promise.all([
    stack.addHost({ AUTH_URL, AUTH_SECRET: fresh, AUTH_SECRET_PREVIOUS: old }),
    stack.addHost({ AUTH_URL, AUTH_SECRET: fresh }),
    stack.addHost({ AUTH_URL, AUTH_SECRET: secret() }),
  ])
  Object.assign(urls, { before: AUTH_URL, during: during.url, after: after.url, leaked: leaked.url })
})

afterAll(() => stack.close())

const sessionSchema = z.object({ sessionId: z.string(), accessToken: z.string() })

async function signedIn(): Promise<{ browser: Browser; sessionId: string }> {
  const browser = createBrowser()
  await signInWith(browser, urls.before, 'ada')
  return { browser, ...sessionSchema.parse(await readSession(browser, urls.before)) }
}

describe('replacing AUTH_SECRET', () => {
  it('S-VERCEL-07 keeps sessions, and moves them over to the new secret', async () => {
    const { browser, sessionId } = await signedIn()
    expect(await readSession(browser, urls.during)).toMatchObject({ sessionId })
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, urls.during)).toMatchObject({ sessionId })
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, urls.after)).toMatchObject({ sessionId })
  })

  it('S-START-06 finishes a sign-in that began before it', async () => {
    const browser = createBrowser()
    const callback = await approveAs(await startSignIn(browser, urls.before, '/here'), 'ben')
    const finished = await browser.navigate(callback.replace(urls.before, urls.during))
    expect([finished.status, finished.headers.get('location')]).toEqual([303, '/here'])
    expect(await readSession(browser, urls.after)).toMatchObject({ user: { login: 'ben' } })
  })

  it('S-SESS-01 ends what the old secret made as soon as it is not accepted any more', async () => {
    const { browser } = await signedIn()
    for (const url of [urls.leaked, urls.after]) {
      const copy = createBrowser()
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
      expect([url, await readSession(copy, url)]).toEqual([url, null])
    }
  })
})

import * as z from 'zod'
import { appUrl } from '../contenders/our-session.js'
import { approve, type Browser } from './browser.js'
import type { World } from './with-world.js'

const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
const csrfShape = z.object({ csrfToken: z.string() })
const urlShape = z.object({ url: z.string() })

/** How a page of each rival begins: gives GitHub's address. */
const starts: Readonly<Record<string, (browser: Browser) => Promise<string>>> = {
  ours: async (browser) =>
    (await browser.ask('/api/auth/signin/github?returnTo=/notes', { headers: navigation })).location ?? '',
  'next-auth 4': startWithCsrf,
  '@auth/core': startWithCsrf,
  'better-auth': async (browser) => {
    const body = JSON.stringify({ provider: 'github', callbackURL: '/notes' })
    const headers = { 'content-type': 'application/json', origin: appUrl }
    const { body: answer } = await browser.ask('/api/auth/sign-in/social', { method: 'POST', headers, body })
    return urlShape.parse(JSON.parse(answer)).url
  },
}

async function startWithCsrf(browser: Browser): Promise<string> {
  const { csrfToken } = csrfShape.parse(JSON.parse((await browser.ask('/api/auth/csrf')).body))
  const body = new URLSearchParams({ csrfToken, callbackUrl: `${appUrl}/notes`, json: 'true' }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-auth-return-redirect': '1' }
  const { body: answer } = await browser.ask('/api/auth/signin/github', { method: 'POST', headers, body })
  return urlShape.parse(JSON.parse(answer)).url
}

/**
 * Signs a person in, from the button to the page that they return to.
 *
 * @throws Error when they are not signed in then
 */
export async function signIn(
  rival: string,
  browser: Browser,
  { login, world }: { login: string; world: World },
): Promise<void> {
  const begin = starts[rival]
  if (!begin) throw new TypeError(`nobody knows how ${rival} begins`)
  const callback = await approve(await begin(browser), world, login)
  const { status, location, body } = await browser.ask(callback, { headers: navigation })
  if (status >= 400 || !location?.endsWith('/notes'))
    throw new Error(`${rival} answered the callback with ${status} to ${location}: ${body.slice(-1500)}`)
}

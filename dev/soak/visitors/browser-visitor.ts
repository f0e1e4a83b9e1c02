import { z } from 'zod'
import { type Browser, createBrowser, signInWith, signOut } from '../../demo/browser.js'
import { type Told, toldByError, type Visitor } from './visitor.js'

const viewShape = z.object({ sessionId: z.string(), user: z.object({ id: z.string() }) })
const failureShape = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/**
 * Signs somebody in with a browser.
 *
 * @param app the address to begin at, and to stay with
 * @throws Error with the answer when that fails
 */
export async function signInBrowser(app: string, login: string): Promise<Visitor> {
  const browser = createBrowser()
  const response = await signInWith(browser, app, login)
  if (response.status !== 303) throw new Error(`${login} is not signed in: ${await response.text()}`)
  const view = viewShape.parse(await (await browser.fetch(`${app}/api/auth/session`)).json())
  return {
    userId: view.user.id,
    sessionId: view.sessionId,
    refresh: (host = app) => refresh(browser, host),
    signOut: async () => {
      const answer = await signOut(browser, app)
      return answer.ok ? 'done' : toldBy(answer, await answer.json())
    },
  }
}

async function refresh(browser: Browser, host: string): Promise<Told> {
  const before = browser.cookies.get('gha-refresh')
  // Browsers drop the cookie of the access token when the token has run out.
  browser.cookies.delete('gha-access')
  const answer = await browser.fetch(`${host}/api/auth/session`)
  const body: unknown = await answer.json()
  if (!answer.ok) return browser.cookies.get('gha-refresh') === before ? toldBy(answer, body) : 'signed out'
  return body === null ? 'signed out' : 'done'
}

function toldBy({ status }: Response, body: unknown): Told {
  if (status === 503 || status === 504) return 'try again'
  const failure = failureShape.safeParse(body)
  return failure.success ? toldByError(failure.data.error) : 'refused'
}

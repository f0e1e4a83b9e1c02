import { z } from 'zod'
import { createBrowser, startSignIn } from '../../demo/browser.js'
import { approveAs } from '../../github/approve-as.js'

/** What came of the last step of a sign-in; the session only where somebody has it. */
export interface SignInResult {
  status: number
  sessionId?: string
}

const viewShape = z.object({ sessionId: z.string() })

/**
 * Takes somebody in a browser of their own up to GitHub's yes.
 *
 * @returns the last step, the one that opens a session
 */
export async function prepareSignIn(app: string, login: string): Promise<() => Promise<SignInResult>> {
  const browser = createBrowser()
  const callback = await approveAs(await startSignIn(browser, app), login)
  return async () => {
    const { status } = await browser.navigate(callback)
    if (status !== 303) return { status }
    const view: unknown = await (await browser.fetch(`${app}/api/auth/session`)).json()
    return { status, sessionId: viewShape.parse(view).sessionId }
  }
}

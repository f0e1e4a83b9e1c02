import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type WatchedPage, watchPage } from '../../browser/support/watch-page.js'

export interface AppPage extends WatchedPage {
  /** What the page asked the functions, as `GET session`, since it was last taken. */
  takeCalls(): string[]
  /** Goes to the page, and waits until it knows who is signed in and asks nothing more. */
  goTo(query?: string): Promise<void>
  /** Runs an expression as code of the page, where `client` is the module and `update` what `useSession` gave. */
  run(expression: string): Promise<unknown>
  /** Runs what makes the page leave, and does not wait for it. */
  leave(expression: string): Promise<void>
  /** Waits until the page shows it: `authenticated ada`, `unauthenticated nobody`. */
  shows(text: string): Promise<void>
}

/** Opens a browser, with a cookie jar of its own, for tabs of the app. */
export async function openApp(browser: Browser, app: string) {
  const context = await browser.newContext({ baseURL: app })
  return { context, openTab: () => openTab(context, app), close: () => context.close() }
}

async function openTab(context: BrowserContext, app: string): Promise<AppPage> {
  const watched = watchPage(await context.newPage(), app)
  const { page } = watched
  const calls = watchCalls(page, app)
  const shows = (text: string) => page.locator('#status').getByText(text, { exact: true }).waitFor()
  return {
    ...watched,
    shows,
    takeCalls: () => calls.splice(0),
    goTo: async (query = '') => {
      await page.goto(`/notes${query}`, { waitUntil: 'networkidle' })
      await page
        .locator('#status')
        .getByText(/authenticated/)
        .waitFor()
    },
    run: (expression) => page.evaluate(expression),
    leave: (expression) => page.evaluate(`void ${expression}`),
  }
}

function watchCalls(page: Page, app: string): string[] {
  const calls: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin !== app || !pathname.startsWith('/api/auth/') || request.isNavigationRequest()) return
    calls.push(`${request.method()} ${pathname.slice('/api/auth/'.length)}`)
  })
  return calls
}

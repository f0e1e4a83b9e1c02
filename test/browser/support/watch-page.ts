import type { Page } from 'playwright-core'

export interface WatchedPage {
  page: Page
  /** Errors and warnings of the console, uncaught exceptions and violations of the content security policy. */
  complaints: string[]
  /** Every address that the page's main frame went to, in order. */
  visited: string[]
  close(): Promise<void>
}

/** Notes whatever a browser complains about on pages of the app, so that no test passes over it. */
export function watchPage(page: Page, app: string): WatchedPage {
  const complaints: string[] = []
  const visited: string[] = []
  page.setDefaultTimeout(15_000)
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || !page.url().startsWith(app)) return
    complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) visited.push(request.url())
  })
  return { page, complaints, visited, close: () => page.context().close() }
}

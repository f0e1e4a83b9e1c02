import type { Browser, BrowserContextOptions } from 'playwright-core'
import { launchChromium } from '../../../dev/chromium.js'
import { startTestStack, type TestStack } from '../../support/test-stack.js'
import { type WatchedPage, watchPage } from './watch-page.js'

/** One stack and one browser for the whole suite; each page gets a cookie jar of its own. */
export interface World {
  stack: TestStack
  browser: Browser
  openPage(options?: BrowserContextOptions): Promise<WatchedPage>
  close(): Promise<void>
}

export async function startWorld(): Promise<World> {
  const stack = await startTestStack()
  const browser = await launchChromium().catch(async (error: unknown) => {
    await stack.close()
    throw error
  })
  return {
    stack,
    browser,
    openPage: async (options = {}) => {
      const context = await browser.newContext({ baseURL: stack.urls.app, ...options })
      return watchPage(await context.newPage(), stack.urls.app)
    },
    close: async () => {
      await browser.close()
      await stack.close()
    },
  }
}

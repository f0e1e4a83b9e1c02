import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { openDatabase } from '../engine/src/index.js'
import { launchChromium } from './chromium.js'
import { repository } from './repository.js'
import { runHostProcess } from './stack/run-host-process.js'
import { createSecrets } from './stack/secrets.js'
import { startStack } from './stack/start-stack.js'

const file = 'docs/images/signed-in.png'
const person = 'Ada Marlow'
const userAgents = {
  laptop:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  phone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
}

/** Takes the README's picture of the account page from the real stack, in memory and on free ports. */
async function takeScreenshot(): Promise<void> {
  const ports = { app: 0, engine: 0, github: 0 }
  const stack = await startStack({
    openDatabase: () => openDatabase(),
    runHost: runHostProcess,
    secrets: createSecrets(),
    ports,
    log: () => undefined,
  })
  try {
    const browser = await launchChromium()
    await signIn(browser, stack.urls.app, userAgents.phone)
    const page = await signIn(browser, stack.urls.app, userAgents.laptop)
    await page.getByText('synced with GitHub').waitFor()
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByText('Answered').waitFor()
    // The picture shows the page at rest: nothing focused, nothing under the pointer.
    await page.mouse.move(0, 0)
    await page.locator(':focus').evaluate((element) => element instanceof HTMLElement && element.blur())
    await mkdir(`${repository}/docs/images`, { recursive: true })
    await page.screenshot({ path: `${repository}/${file}`, animations: 'disabled' })
    await browser.close()
  } finally {
    await stack.close()
  }
}

async function signIn(browser: Browser, app: string, userAgent: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1000 },
    colorScheme: 'light',
    userAgent,
  })
  const page = await context.newPage()
  await page.goto(`${app}/signin`)
  await page.getByRole('link', { name: 'Continue with GitHub' }).click()
  await page.getByRole('button', { name: person }).click()
  await page.getByRole('heading', { level: 1, name: person }).waitFor()
  return page
}

await takeScreenshot()
process.stdout.write(`${file}\n`)

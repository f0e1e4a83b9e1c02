import type { Page } from 'playwright-core'

/** Clicks through sign-in as one of the people of the local GitHub, from the sign-in page to where it leads. */
export async function signInAs(page: Page, name: string, returnTo = '/'): Promise<void> {
  await page.goto(`/signin?returnTo=${encodeURIComponent(returnTo)}`)
  await page.getByRole('link', { name: 'Continue with GitHub' }).click()
  await page.getByRole('button', { name }).click()
  await page.waitForURL((url) => url.pathname === new URL(returnTo, url).pathname)
}

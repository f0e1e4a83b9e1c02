import { expect, it } from 'vitest'
import { signInAs } from '../support/sign-in-as.js'
import type { World } from '../support/world.js'

/** Browsers in which something is turned off. */
export function restricted(world: () => World): void {
  it('without JavaScript a person signs in, comes to where they wanted to be, and signs out', async () => {
    const { page, close } = await world().openPage({ javaScriptEnabled: false })
    await page.goto('/signin?returnTo=%2F%3Ffrom%3Dmail')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).click()
    await page.waitForURL('**/?from=mail')
    expect(await page.locator('button:visible').allInnerTexts()).toEqual(['Sign out'])
    expect(await page.locator('.skeleton:visible').count()).toBe(0)
    await page.getByRole('button', { name: 'Sign out' }).click()
    // Searches by text pass over <noscript>.
    await page.locator('#signed-out').waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['gha-ended'])
    await close()
  })

  it('S-WIRE-09 without JavaScript a link to the sign-out page asks first, and then signs out', async () => {
    const { page, close } = await world().openPage({ javaScriptEnabled: false })
    await signInAs(page, 'Ada Marlow')
    await page.goto('/api/auth/signout')
    await page.getByText('Do you want to sign out here?').waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).toContain('gha-refresh')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.locator('#signed-out').waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('gha-refresh')
    await close()
  })

  it('without JavaScript no page shows a button that does nothing', async () => {
    const { page, close } = await world().openPage({ javaScriptEnabled: false })
    for (const path of ['/graphql', '/signin', '/error']) {
      await page.goto(path)
      expect([path, await page.locator('button:visible').count()]).toEqual([path, 0])
    }
    await close()
  })

  it('says that storage is blocked where the GraphQL flow needs it', async () => {
    const { page, close } = await world().openPage()
    await page.addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    })
    await page.goto('/graphql')
    await page.getByRole('button', { name: 'Start sign-in' }).click()
    await page.getByText('This browser lets the page keep nothing.').waitFor()
    await page.goto('/graphql?code=planted&state=planted')
    await page.getByText('This browser lets the page keep nothing.').waitFor()
    await close()
  })

  it('says that cookies are blocked, before and after GitHub', async () => {
    const { page, close } = await world().openPage()
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'cookieEnabled', { get: () => false })
    })
    await page.goto('/signin')
    await page.getByText('This browser blocks cookies here.').waitFor()
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).waitFor()
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Ada Marlow' }).click()
    await page.getByText('This browser brought no cookie of this sign-in.').waitFor()
    await page.getByText('cookie-missing').waitFor()
    await close()
  })

  it('takes whoever is signed in from the sign-in page to where they wanted to be', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await page.goto('/signin?returnTo=%2F%3Ffrom%3Dmail')
    await page.waitForURL('**/?from=mail')
    await close()
  })

  it('takes whoever loads a callback again to their page', async () => {
    const { page, visited, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow', '/?from=mail')
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await page.goto(visited.find((url) => url.includes('/api/auth/callback/github')) ?? '')
    await page.waitForURL('**/?from=mail')
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await close()
  })

  it('tells the other tabs at once that the person signed out', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    const other = await page.context().newPage()
    await other.goto('/?tab=other')
    await other.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await page.bringToFront()
    await page.locator('#person').getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await other.getByText('You signed out in another tab.').waitFor()
    expect(new URL(other.url()).searchParams.get('returnTo')).toBe('/?tab=other')
    await close()
  })
}

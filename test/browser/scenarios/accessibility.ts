import { expect, it } from 'vitest'
import { findAccessibilityProblems } from '../support/find-accessibility-problems.js'
import { signInAs } from '../support/sign-in-as.js'
import type { World } from '../support/world.js'

const publicPages = [
  '/signin',
  '/signin?error=SessionRequired',
  '/error?error=expired',
  '/graphql',
  '/api/auth/callback/github',
  '/api/auth/signout',
]

export function accessibility(world: () => World): void {
  it('the check itself finds what it looks for', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/signin')
    await page.evaluate(() => {
      const button = document.createElement('button')
      const heading = document.createElement('h4')
      heading.textContent = 'pale'
      document.querySelector('main')?.append(button, heading)
      document.adoptedStyleSheets.push(new CSSStyleSheet())
      document.adoptedStyleSheets[0]?.insertRule('h4 { color: rgb(200, 200, 200) }')
    })
    expect(await findAccessibilityProblems(page)).toEqual([
      'a button has no name',
      'headings skip a level: 1,4',
      expect.stringMatching(/^“pale” has a contrast of 1\.\d$/),
    ])
    await close()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it.each(publicPages)(`%s is named, ordered and readable, ${colorScheme}`, async (path) => {
      const { page, close } = await world().openPage({ colorScheme })
      await page.goto(path)
      expect(await findAccessibilityProblems(page)).toEqual([])
      await close()
    })

    it(`the account page is named, ordered and readable, ${colorScheme}`, async () => {
      const { page, close } = await world().openPage({ colorScheme })
      await signInAs(page, 'Ada Marlow')
      await page.locator('#activity').getByText('Signed in').first().waitFor()
      await page.getByRole('button', { name: 'Run' }).click()
      await page.getByText('Answered').waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await close()
    })
  }

  it.each(['/signin', '/error', '/graphql'])(
    '%s fits a narrow phone without scrolling sideways',
    async (path) => {
      const { page, close } = await world().openPage({ viewport: { width: 320, height: 640 } })
      await page.goto(path)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      await close()
    },
  )

  it('a person signs in and out with the keyboard alone, and always sees where they are', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/signin')
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    expect(await focused.innerText()).toContain('Continue with GitHub')
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Ada Marlow' }).press('Enter')
    await page.getByRole('heading', { name: 'Ada Marlow' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await focused.innerText()).toBe('Skip to the content')
    await page.locator('#person').getByRole('button', { name: 'Sign out' }).press('Enter')
    await page.getByText('You are signed out.').waitFor()
    await close()
  })
}

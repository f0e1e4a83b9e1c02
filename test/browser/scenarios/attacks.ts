import type { Page, Response } from 'playwright-core'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { signInAs } from '../support/sign-in-as.js'
import type { World } from '../support/world.js'

const token = z.string().min(40)
const sessionAnswer = z.object({ accessToken: token })
const loginAnswer = z.object({
  data: z.object({ login: z.object({ accessToken: token, refreshToken: token }) }),
})

function isSessionOfAccountPage(response: Response): boolean {
  const referer = response.request().headers()['referer'] ?? ''
  const asker = URL.canParse(referer) ? new URL(referer).pathname : undefined
  return response.url().endsWith('/api/auth/session') && asker === '/'
}

export function attacks(world: () => World): void {
  it('S-START-07 two tabs that sign in at once each finish their own sign-in, or fail cleanly', async () => {
    const { page: one, close } = await world().openPage()
    const other = await one.context().newPage()
    for (const [tab, path] of [
      [one, '/?tab=one'],
      [other, '/?tab=other'],
    ] as const) {
      await tab.goto(`/signin?returnTo=${encodeURIComponent(path)}`)
      await tab.getByRole('link', { name: 'Continue with GitHub' }).click()
      await tab.getByRole('button', { name: 'Ada Marlow' }).waitFor()
    }
    await one.getByRole('button', { name: 'Ada Marlow' }).click()
    const outcomeOfOne = await outcome(one)
    await other.getByRole('button', { name: 'Ada Marlow' }).click()
    const outcomeOfOther = await outcome(other)
    expect(['/?tab=one', 'refused']).toContain(outcomeOfOne)
    expect(['/?tab=other', 'refused']).toContain(outcomeOfOther)
    expect([outcomeOfOne, outcomeOfOther]).not.toEqual(['refused', 'refused'])
    await close()
  })

  it('S-COOKIE-02 a sign-in finishes when GitHub is another site', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/signin')
    await page.getByRole('link', { name: 'Continue with GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).waitFor()
    // 127.0.0.1 and localhost are two sites to a browser, as github.com and an app are.
    await page.goto(page.url().replace('127.0.0.1', 'localhost'))
    await page.getByRole('button', { name: 'Ada Marlow' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await close()
  })

  it('S-COOKIE-02 S-SESS-06 a form on another site carries no cookie and signs nobody out', async () => {
    const { page, close } = await world().openPage()
    const { app, github } = world().stack.urls
    await signInAs(page, 'Ada Marlow')
    await page.goto(`${github.replace('127.0.0.1', 'localhost')}/login/device`)
    const [answer] = await Promise.all([
      page.waitForResponse(`${app}/api/auth/signout`),
      page.evaluate(submitForm, `${app}/api/auth/signout`),
    ])
    expect(await answer.request().allHeaders()).not.toHaveProperty('cookie')
    expect(answer.status()).toBe(403)
    await page.waitForURL(`${app}/api/auth/signout`)
    await page.goto(app)
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    await close()
  })

  it('S-CB-11 no address after the callback holds a code, a state or a token', async () => {
    const { page, visited, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow', '/?from=mail')
    await page.getByRole('heading', { level: 1, name: 'Ada Marlow' }).waitFor()
    const callback = visited.findIndex((url) => url.includes('/api/auth/callback/github'))
    expect(callback).toBeGreaterThan(0)
    expect(visited.slice(callback + 1)).toEqual([`${world().stack.urls.app}/?from=mail`])
    await close()
  })

  it('S-SESS-07 the access token is in no storage, cookie, address or element that a script can read', async () => {
    const { page, visited, close } = await world().openPage()
    const [answer] = await Promise.all([
      // The sign-in page asks too.
      page.waitForResponse(isSessionOfAccountPage),
      signInAs(page, 'Ada Marlow'),
    ])
    const { accessToken } = sessionAnswer.parse(await answer.json())
    await page.locator('#token-copy').getByRole('button').waitFor()
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByText('Answered').waitFor()

    expect(await whereReadable(page, accessToken)).toEqual([])
    expect(visited.filter((url) => url.includes(accessToken))).toEqual([])
    await close()
  })

  it('S-SESS-07 neither are the tokens of the GraphQL flow, and the verifier is gone after its use', async () => {
    const { page, visited, close } = await world().openPage()
    await page.goto('/graphql')
    await page.getByRole('button', { name: 'Start sign-in' }).click()
    const [answer] = await Promise.all([
      page.waitForResponse((response) => /mutation login\(/.test(response.request().postData() ?? '')),
      page.getByRole('button', { name: 'Ada Marlow' }).click(),
    ])
    await page.getByText('Signed in as Ada Marlow.').waitFor()
    const { accessToken, refreshToken } = loginAnswer.parse(await answer.json()).data.login
    const tokens = [accessToken, refreshToken]

    for (const token of tokens) expect(await whereReadable(page, token)).toEqual([])
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    expect(visited.filter((url) => tokens.some((token) => url.includes(token)))).toEqual([])
    await close()
  })
}

/** Runs in a page: what a hostile site would do to a visitor. */
function submitForm(action: string): void {
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', action })
  document.body.append(form)
  form.submit()
}

/** Where a tab ended up: the path it wanted to return to, or a page that refuses. */
async function outcome(tab: Page): Promise<string> {
  await tab.getByRole('heading', { level: 1, name: /Ada Marlow|did not work/ }).waitFor()
  const url = new URL(tab.url())
  return url.pathname === '/' ? `${url.pathname}${url.search}` : 'refused'
}

/** Everywhere that a script of the page could find a secret, apart from the page's own variables. */
function whereReadable(page: Page, secret: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const fields = [...document.querySelectorAll('input,textarea')].map((field) =>
      'value' in field ? String(field.value) : '',
    )
    const places = {
      localStorage: JSON.stringify({ ...localStorage }),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      cookie: document.cookie,
      address: location.href,
      history: JSON.stringify(history.state),
      name: window.name,
      document: document.documentElement.outerHTML,
      fields: fields.join('\n'),
    }
    return Object.entries(places).flatMap(([place, text]) => (text.includes(wanted) ? [place] : []))
  }, secret)
}

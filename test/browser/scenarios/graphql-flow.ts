import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { World } from '../support/world.js'

export function graphqlFlow(world: () => World): void {
  it('signs in through the schema, queries, refreshes and signs out', async () => {
    const { page, complaints, close } = await world().openPage()
    const withToken = noteTokens(page)
    await page.goto('/graphql')
    await page.getByRole('button', { name: 'Start sign-in' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).click()

    await page.getByText('Signed in as Ada Marlow.').waitFor()
    expect(new URL(page.url()).search).toBe('')
    await page.locator('#step-query').getByText('1001001').waitFor()
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByRole('region', { name: 'Answer' }).getByText('"Ada Marlow"').waitFor()

    await page.getByRole('button', { name: 'Refresh now' }).click()
    await page.locator('#step-refresh[data-state="done"]').waitFor()
    await page.getByRole('button', { name: 'Log out', exact: true }).click()
    await page.getByText('Signed out.', { exact: true }).waitFor()
    expect(await page.locator('#step-logout').innerText()).toContain('"revoked": 1')
    // An access token that is over would have Hasura refuse all of them but the query.
    expect(Object.fromEntries(withToken)).toEqual({
      startLogin: false,
      login: false,
      query: true,
      refreshSession: false,
      logout: false,
    })
    expect(complaints).toEqual([])
    await close()
  })

  it('stops before GitHub when asked to, and shows what it sends', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/graphql')
    await page.getByLabel(/Stop before GitHub/).check()
    await page.getByRole('button', { name: 'Start sign-in' }).click()
    await page.getByRole('button', { name: 'Continue to GitHub' }).waitFor()
    const step = await page.locator('#step-start').innerText()
    expect(step).toContain('mutation startLogin(')
    expect(step).toContain(`"redirectTo": "${world().stack.urls.app}/graphql"`)
    await page.getByRole('button', { name: 'Continue to GitHub' }).click()
    await page.getByRole('button', { name: 'Ada Marlow' }).waitFor()
    await close()
  })

  it('says so when the person refuses at GitHub, and lets them start again', async () => {
    const { page, close } = await world().openPage()
    await page.goto('/graphql')
    await page.getByRole('button', { name: 'Start sign-in' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('The sign-in was refused.').waitFor()
    expect(new URL(page.url()).search).toBe('')
    await page.getByRole('link', { name: 'Start again' }).click()
    await page.getByRole('button', { name: 'Start sign-in' }).waitFor()
    await close()
  })

  it('S-CB-03 sends no code to the API that was not asked for in this tab', async () => {
    const { page, close } = await world().openPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto('/graphql?code=planted&state=planted')
    await page.getByText('This sign-in does not belong to this browser').waitFor()
    expect(new URL(page.url()).search).toBe('')
    expect(asked.filter((url) => url.includes('/v1/graphql'))).toEqual([])
    await close()
  })
}

/** Notes of each GraphQL operation of a page whether it brings an authorization header. */
function noteTokens(page: Page): Map<string, boolean> {
  const withToken = new Map<string, boolean>()
  page.on('request', (request) => {
    if (!request.url().endsWith('/v1/graphql')) return
    // What is asked with a token is a Request of its own, whose body the browser does not show.
    const [, name = 'query'] = /mutation (\w+)/.exec(request.postData() ?? '') ?? []
    withToken.set(name, 'authorization' in request.headers())
  })
  return withToken
}

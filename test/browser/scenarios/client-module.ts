import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { signInAs } from '../support/sign-in-as.js'
import type { World } from '../support/world.js'

/** A page of the app that has no client of its own. */
const barePage = '/error'

/** Gives a page a client, and says who is signed in. In text, so that no tool rewrites the import. */
function startClient(page: Page): Promise<unknown> {
  return page.evaluate(`import('/auth.js').then(async ({ createAuth }) => {
    globalThis.auth = createAuth()
    globalThis.changes = []
    auth.onChange(({ type }) => changes.push(type))
    return (await auth.session())?.user.login ?? null
  })`)
}

/** Two tabs of one person, each with a client that knows it. */
async function openTwoTabs(world: World) {
  const { page, close } = await world.openPage()
  await signInAs(page, 'Ada Marlow')
  const other = await page.context().newPage()
  for (const tab of [page, other]) {
    await tab.goto(barePage)
    expect(await startClient(tab)).toBe('ada')
  }
  return { page, other, close }
}

const changesOf = (page: Page) => page.evaluate('changes.join()')
const codeOf = (page: Page, call: string) =>
  page.evaluate(`${call}.then(() => 'no error', ({ name, code }) => [name, code].join(' '))`)

/** The reads of the session that pages of a context make, and which of them brought other cookies. */
function watchReads(page: Page): { all: number; refreshing: number } {
  const reads = { all: 0, refreshing: 0 }
  page.context().on('response', async (response) => {
    if (!response.url().endsWith('/api/auth/session')) return
    reads.all += 1
    if ((await response.allHeaders())['set-cookie']) reads.refreshing += 1
  })
  return reads
}

export function clientModule(world: () => World): void {
  it('C-01 a page view reads the session once and asks Hasura once', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    await page.getByText('synced with GitHub').waitFor()
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'fetch') asked.push(new URL(request.url()).pathname)
    })
    await page.reload()
    await page.locator('#devices').getByText('This device').waitFor()
    await page.waitForLoadState('networkidle')
    expect(asked).toEqual(['/api/auth/session', '/v1/graphql'])
    await close()
  })

  it('C-06 of two tabs one refreshes, and the other finds what it brought', async () => {
    const { page, other, close } = await openTwoTabs(world())
    await page.context().clearCookies({ name: /access/ })
    const reads = watchReads(page)
    const tokens = await Promise.all(
      [page, other].map((tab) => tab.evaluate('auth.refresh().then((session) => session.accessToken)')),
    )
    expect(tokens[1]).toBe(tokens[0])
    await expect.poll(() => reads).toEqual({ all: 2, refreshing: 1 })
    await close()
  })

  it('C-05 a sign-out is heard by all tabs at once', async () => {
    const { page, other, close } = await openTwoTabs(world())
    expect(await page.evaluate('auth.signOut()')).toEqual({ revoked: 1 })
    await expect.poll(() => changesOf(other)).toBe('signed-in,signed-out-elsewhere')
    expect(await other.evaluate('auth.session()')).toBeNull()
    expect(await changesOf(page)).toBe('signed-in,signed-out')
    await close()
  })

  it('C-02 a page that goes offline stays signed in, and looks at once when it is back', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    await page.goto(barePage)
    await startClient(page)
    await page.context().setOffline(true)
    expect(await codeOf(page, 'auth.refresh()')).toBe('AuthError unreachable')
    expect(await page.evaluate('auth.session().then(({ user }) => user.login)')).toBe('ada')
    await page.context().setOffline(false)
    await expect.poll(() => changesOf(page)).toBe('signed-in,error,refreshed')
    await close()
  })

  it('C-03 a page that slept past the end of its token asks before it uses it', async () => {
    const { page, close } = await world().openPage()
    await page.clock.install()
    await signInAs(page, 'Ada Marlow')
    await page.goto(barePage)
    await startClient(page)
    const reads = watchReads(page)
    await page.clock.fastForward('20:00')
    expect(
      await page.evaluate('auth.graphql("{ users(limit: 1) { login } }").then(({ data }) => data)'),
    ).toEqual({
      users: [{ login: 'ada' }],
    })
    expect(reads.all).toBe(1)
    await close()
  })

  it('C-08 sends the token to no other origin', async () => {
    const { page, close } = await world().openPage()
    await signInAs(page, 'Ada Marlow')
    await page.goto(barePage)
    await startClient(page)
    expect(await codeOf(page, `auth.fetch('${world().stack.urls.github}')`)).toMatch(/^TypeError/)
    await close()
  })
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Browser, createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { count } from '../../dev/stack/count.js'
import { type HasuraFolder, hasuraFolder } from '../support/hasura-folder.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

const adaId = '1001001'
const maxCookieBytes = 4096
const both = ['gha-access', 'gha-access-1']
let stack: TestStack
let folder: HasuraFolder

beforeAll(async () => {
  folder = await hasuraFolder({
    sql: 'alter table public.users add column plan text;',
    readableUserColumns: ['plan'],
    tables: [],
  })
  const claims = { 'x-hasura-plan': { path: 'plan', default: 'none' } }
  const CUSTOM_CLAIMS = JSON.stringify({ fragment: 'fragment Claims on users { plan }', claims })
  stack = await startTestStack({ env: { CUSTOM_CLAIMS }, stack: { hasura: folder.path } })
})

beforeEach(async () => {
  await stack.reset()
  // What a sync learns of GitHub is not asked here.
  stack.gate.hold('/api/events')
  await stack.database.exec(`delete from users; delete from sessions;
    insert into users (id, login, avatar_url) values ('${adaId}', 'ada', 'https://avatars.example/1')`)
})

afterAll(async () => {
  await stack?.close()
  await folder?.remove()
})

/** Gives the person so many of the longest roles, and a claim of that length. */
async function giveAda(roles: number, claimLength: number): Promise<void> {
  const names = `from (select rpad('r' || number || '_', 63, 'x') as role from generate_series(1, ${roles}) as number) as names`
  await stack.database.exec(`
    delete from user_roles where role like 'r%\\_x%';
    insert into roles (value) select role ${names} on conflict do nothing;
    insert into user_roles (user_id, role, source) select '${adaId}', role, 'manual' ${names};
    update users set plan = '${'p'.repeat(claimLength)}'`)
}

const accessCookies = ({ cookies }: Browser) =>
  [...cookies.keys()].filter((name) => name.startsWith('gha-access'))
const signedInAs = z.object({ user: z.object({ login: z.string() }), accessToken: z.string() })

/** Refreshes, and gives what the answer did to the second access cookie. */
async function refreshed(browser: Browser): Promise<string | undefined> {
  browser.cookies.delete('gha-access')
  const answer = await browser.fetch(`${stack.urls.app}/api/auth/session`)
  signedInAs.parse(await answer.json())
  return answer.headers.getSetCookie().find((line) => line.startsWith('gha-access-1='))
}

describe('a view that is too long for one cookie', () => {
  it('R-13 S-COOKIE-06 comes in two, is read from both without asking anybody, and its token is good', async () => {
    await giveAda(30, 700)
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    expect(accessCookies(browser)).toEqual(both)
    for (const [name, value] of browser.cookies)
      expect(name.length + value.length, name).toBeLessThanOrEqual(maxCookieBytes)
    await stack.withoutEngine(async () => {
      expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    })
    const { accessToken: token } = signedInAs.parse(await readSession(browser, stack.urls.app))
    const data = await requireGraphql(stack.flow.endpoint, { query: '{ users { login } }', token })
    expect(data).toEqual({ users: [{ login: 'ada' }] })
  })

  it('R-13 loses its second cookie when a shorter token follows, and gets it back with a longer one', async () => {
    await giveAda(30, 700)
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const second = browser.cookies.get('gha-access-1') ?? ''
    await giveAda(0, 1)
    expect(await refreshed(browser)).toBe('gha-access-1=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
    expect(accessCookies(browser)).toEqual(['gha-access'])
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    // A browser that kept the old one sends a view that nobody signed: the session is refreshed, and cleaned up.
    browser.cookies.set('gha-access-1', second)
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    expect(accessCookies(browser)).toEqual(['gha-access'])
    await giveAda(30, 700)
    expect(await refreshed(browser)).toMatch(
      /^gha-access-1=[\w.~-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    )
    expect(accessCookies(browser).sort()).toEqual(both)
  })

  it('R-13 goes on from the refresh token when one of the two got lost', async () => {
    await giveAda(30, 700)
    for (const lost of both) {
      const browser = createBrowser()
      await signInWith(browser, stack.urls.app, 'ada')
      browser.cookies.delete(lost)
      expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
      expect(accessCookies(browser).sort()).toEqual(both)
    }
  })
})

describe('a token that two cookies do not hold', () => {
  it.each([
    ['a claim', 1, 800, 'CUSTOM_CLAIMS: together are over 768 bytes'],
    [
      'roles',
      60,
      1,
      'the access token is over 4608 bytes: too much in CUSTOM_CLAIMS, too many roles or a long key',
    ],
  ])(
    'R-13 is refused by name when %s makes it too long, and opens no session',
    async (_name, roles, length, said) => {
      await giveAda(roles, length)
      const browser = createBrowser()
      const answer = await signInWith(browser, stack.urls.app, 'ada')
      expect([answer.status, await answer.text()]).toEqual([
        500,
        expect.stringContaining('<code>misconfigured</code>'),
      ])
      expect(stack.lines.join('\n')).toContain(said)
      expect([browser.cookies.size, await count(stack.database, 'sessions')]).toEqual([0, 0])
    },
  )

  it('R-13 ends no session at a refresh: with fewer roles it goes on', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    await giveAda(60, 1)
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ error: { code: 'misconfigured' } })
    await giveAda(1, 1)
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBrowser, readSession, signInWith, startSignIn } from '../../dev/demo/browser.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { createSealer } from '../../functions/seal/sealer.js'
import { expectNoSecrets } from '../support/expect-no-secrets.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: TestStack
let githubClock = Date.now()
const hourMs = 3_600_000

beforeAll(async () => {
  stack = await startTestStack({
    env: { GITHUB_CLIENT_TYPE: 'github-app' },
    stack: { github: { clientType: 'github-app', now: () => githubClock } },
  })
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const rowSchema = z.object({
  token: z.string(),
  refresh_token: z.string(),
  scopes: z.string(),
  expires_at: z.coerce.date(),
  refresh_expires_at: z.coerce.date(),
})

async function storedGrant(userId: string) {
  const { rows } = await stack.database.query('select * from github_tokens where user_id = $1', [userId])
  return rowSchema.parse(rows[0])
}

async function opened(userId: string, sealed: string): Promise<string | undefined> {
  const sealer = createSealer([stack.secrets.authSecret], () => new Date())
  const content = await sealer.open(
    'github-token',
    z.object({ userId: z.string(), token: z.string() }),
    sealed,
  )
  return content?.userId === userId ? content.token : undefined
}

describe('a GitHub App', () => {
  it('signs people in without asking for scopes', async () => {
    const authorize = new URL(await startSignIn(createBrowser(), stack.urls.app))
    expect(authorize.searchParams.get('scope') ?? '').toBe('')
    expect(authorize.searchParams.get('code_challenge_method')).toBe('S256')
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
  })

  it('S-GH-09 leaves both tokens sealed, with the ends that GitHub named', async () => {
    const before = Date.now()
    const { userId } = await signIn(stack.flow, 'ben')
    const grant = await storedGrant(userId)
    expect(await opened(userId, grant.token)).toMatch(/^ghu_/)
    expect(await opened(userId, grant.refresh_token)).toMatch(/^ghr_/)
    expect(await opened('1001001', grant.token)).toBeUndefined()
    expect(grant.scopes).toBe('')
    const seconds = (date: Date) => Math.round((date.getTime() - before) / 60_000) * 60
    expect([seconds(grant.expires_at), seconds(grant.refresh_expires_at)]).toEqual([28_800, 15_897_600])
  })

  it('S-GH-07 brings the e-mail address by permission, where no scope says so', async () => {
    const { userId } = await signIn(stack.flow, 'ada')
    const email = async () =>
      (await stack.database.query('select email from users where id = $1', [userId])).rows[0]
    await expect.poll(email, { interval: 50 }).toEqual({ email: 'ada@example.com' })
  })

  it('S-REDIR-07 takes exactly the registered callback: from another address nobody signs in', async () => {
    const { url } = await stack.addHost({ GITHUB_CLIENT_TYPE: 'github-app' })
    const browser = createBrowser()
    const before = await count(stack.database, 'sessions')
    const done = await signInWith(browser, url, 'ada')
    // GitHub reports redirect_uri_mismatch to the registered callback, where the other address is on no list.
    expect([done.url.startsWith(`${stack.urls.app}/`), done.headers.get('location')]).toEqual([true, '/'])
    expect(await count(stack.database, 'sessions')).toBe(before)
  })

  it('S-GH-10 keeps sessions when the token of GitHub has run out', async () => {
    const { refreshToken } = await signIn(stack.flow, 'cleo')
    await waitForEvents(stack.database)
    githubClock += 9 * hourMs
    expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'cleo' })
  })

  it('S-GH-10 renews the token when memberships are asked about, once for several tabs', async () => {
    const { url } = await stack.addHost({
      AUTH_URL: stack.urls.app,
      GITHUB_CLIENT_TYPE: 'github-app',
      GITHUB_ALLOWED_ORGS: 'acme',
    })
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const { sessionId } = z.object({ sessionId: z.string() }).parse(await readSession(browser, url))
    await waitForEvents(stack.database)
    const old = await storedGrant('1001001')
    githubClock += 9 * hourMs
    const past = "now() - interval '1 hour'"
    await stack.database.exec(`update github_tokens set expires_at = ${past} where user_id = '1001001';
      update users set checked_at = ${past} - interval '1 minute' where id = '1001001'`)
    browser.cookies.delete('gha-access')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => browser.fetch(`${url}/api/auth/session`)),
    )
    for (const answer of answers) expect(await answer.json()).toMatchObject({ sessionId })
    const renewed = await storedGrant('1001001')
    expect(await opened('1001001', renewed.token)).not.toBe(await opened('1001001', old.token))
    expect(await opened('1001001', renewed.refresh_token)).toMatch(/^ghr_/)
    expect(renewed.expires_at.getTime()).toBeGreaterThan(Date.now() + 7 * hourMs)
  })
})

describe('logs', () => {
  it('S-LOG-01 hold no secret and no token of all that happened here', () => {
    expectNoSecrets(stack, 'signed-in')
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, createBrowser, readSession, signInWith, signOut } from '../../dev/demo/browser.js'
import { refresh, type Session, signIn } from '../../dev/demo/graphql-flow.js'
import { createRefreshTokens } from '../../functions/token/refresh-token.js'
import { authMutation } from '../support/auth-mutation.js'
import { logRows } from '../support/log-rows.js'
import { secret } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})

beforeEach(async () => {
  await stack.reset()
  await stack.database.exec('delete from sessions; delete from auth_log')
})

afterAll(() => stack?.close())

const idOf = (refreshToken = '') => refreshToken.split('.')[1] ?? ''
const rowOf = (sessionId: string) => ({ user_id: '1001001', session_id: sessionId, detail: {} })
const reuses = () => logRows(stack.database, 'refresh-token-reused')

/** Ada on two devices, and a token of hers that is over, of a session of its own. */
async function tokenThatIsOver() {
  const over = await signIn(stack.flow, 'ada')
  const next = await refresh(stack.flow, over.refreshToken)
  await refresh(stack.flow, next.refreshToken)
  const others = [await signIn(stack.flow, 'ada'), await signIn(stack.flow, 'ada')]
  return { over: over.refreshToken, sessionId: idOf(over.refreshToken), others }
}

function browserWith(refreshToken: string): Browser {
  const browser = createBrowser()
  browser.cookies.set('gha-refresh', refreshToken)
  return browser
}

/** The session is gone and written down as reuse; the others go on, and nothing says that they were signed out. */
async function expectOnlyReuse(sessionId: string, others: Session[]): Promise<void> {
  const { rows } = await stack.database.query('select 1 from sessions where id = $1', [sessionId])
  expect(rows).toEqual([])
  expect(await reuses()).toEqual([expect.objectContaining(rowOf(sessionId))])
  expect(await logRows(stack.database, 'signed-out')).toEqual([])
  for (const { refreshToken } of others)
    expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
}

describe('a token that is over ends its own session and no other', () => {
  it.each([true, false])('R-09b given to logout with everywhere: %s, which says so', async (everywhere) => {
    const { over, sessionId, others } = await tokenThatIsOver()
    const field = `logout(refreshToken: "${over}", everywhere: ${everywhere}) { revoked }`
    expect((await authMutation(stack.flow.endpoint, field)).code).toBe('refresh-token-reused')
    await expectOnlyReuse(sessionId, others)
  })

  it.each([true, false])(
    'R-09b as the cookie of a sign-out with everywhere: %s, which says so',
    async (everywhere) => {
      const { over, sessionId, others } = await tokenThatIsOver()
      const browser = browserWith(over)
      const answer = await signOut(browser, stack.urls.app, { everywhere })
      expect([answer.status, await answer.json()]).toMatchObject([
        401,
        { error: { code: 'refresh-token-reused' } },
      ])
      expect([...browser.cookies]).toEqual([['gha-ended', sessionId]])
      await expectOnlyReuse(sessionId, others)
    },
  )

  it('R-09b R-04b as the cookie of a browser that signs in anew, once the new session is used', async () => {
    const { over, sessionId, others } = await tokenThatIsOver()
    const browser = browserWith(over)
    await signInWith(browser, stack.urls.app, 'ada')
    expect(await reuses()).toEqual([])
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    await expectOnlyReuse(sessionId, others)
  })

  it('R-09b once: whoever presents it again is told the same, and nothing more is written', async () => {
    const { over, sessionId, others } = await tokenThatIsOver()
    for (let time = 0; time < 2; time += 1) await signOut(browserWith(over), stack.urls.app)
    await authMutation(stack.flow.endpoint, `logout(refreshToken: "${over}", everywhere: true) { revoked }`)
    await expectOnlyReuse(sessionId, others)
  })
})

describe('a sign-out that cannot tell whose cookie it is', () => {
  it.each([true, false])(
    'R-09a keeps cookies and session, with a view that names it: %s',
    async (hasView) => {
      const browser = createBrowser()
      await signInWith(browser, stack.urls.app, 'ada')
      if (!hasView) browser.cookies.delete('gha-access')
      const sessionId = idOf(browser.cookies.get('gha-refresh'))
      browser.cookies.set('gha-refresh', createRefreshTokens([secret()]).mint({ sessionId, generation: 1 }))
      const cookies = new Map(browser.cookies)
      const answer = await signOut(browser, stack.urls.app, { everywhere: true })
      expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'unknown-key' } }])
      expect(browser.cookies).toEqual(cookies)
      const { rows } = await stack.database.query('select 1 from sessions where id = $1', [sessionId])
      expect(rows).toHaveLength(1)
    },
  )
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Browser, createBrowser, readSession, signInWith, signOut } from '../../dev/demo/browser.js'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { authMutation, refreshRefusal } from '../support/auth-mutation.js'
import { logRows } from '../support/log-rows.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(() => stack?.close())

beforeEach(async () => {
  await stack.reset()
  await stack.database.exec('delete from sessions')
})

const refusal = (refreshToken: string) => refreshRefusal(stack.flow.endpoint, refreshToken)
const logout = (argumentsText: string, token?: string) =>
  authMutation(stack.flow.endpoint, `logout${argumentsText} { revoked }`, token)

describe('logout', () => {
  it('S-SESS-05 with a refresh token ends this device and no other', async () => {
    const [here, there] = [await signIn(stack.flow, 'ada'), await signIn(stack.flow, 'ada')]
    const answer = await logout(`(refreshToken: "${here.refreshToken}")`)
    expect(answer.data).toEqual({ logout: { revoked: 1 } })
    expect(await refusal(here.refreshToken)).toBe('invalid-refresh-token')
    expect(await refresh(stack.flow, there.refreshToken)).toMatchObject({ login: 'ada' })
    const [, sessionId] = here.refreshToken.split('.')
    expect(await logRows(stack.database, 'signed-out')).toContainEqual(
      expect.objectContaining({ user_id: '1001001', session_id: sessionId }),
    )
  })

  it('S-SESS-08 with everywhere ends all devices of the person and none of others', async () => {
    const [here, there] = [await signIn(stack.flow, 'ada'), await signIn(stack.flow, 'ada')]
    const other = await signIn(stack.flow, 'ben')
    const answer = await logout(`(refreshToken: "${here.refreshToken}", everywhere: true)`)
    expect(answer.data).toEqual({ logout: { revoked: 2 } })
    for (const { refreshToken } of [here, there])
      expect(await refusal(refreshToken)).toBe('invalid-refresh-token')
    expect(await refresh(stack.flow, other.refreshToken)).toMatchObject({ login: 'ben' })
  })

  it('S-HOOK-05 with an access token ends the session of that token, whatever headers say', async () => {
    const ada = await signIn(stack.flow, 'ada')
    const ben = await signIn(stack.flow, 'ben')
    const [, bensSession] = ben.refreshToken.split('.')
    const data = await requireGraphql(stack.flow.endpoint, {
      query: 'mutation { logout(everywhere: true) { revoked } }',
      token: ada.accessToken,
      headers: { 'x-hasura-user-id': ben.userId, 'x-hasura-session-id': bensSession ?? '' },
    })
    expect(data).toEqual({ logout: { revoked: 1 } })
    expect(await refresh(stack.flow, ben.refreshToken)).toMatchObject({ login: 'ben' })
  })

  it('S-HASURA-03 without any token ends nothing, also when headers name a session', async () => {
    const { refreshToken, userId } = await signIn(stack.flow, 'ada')
    const [, sessionId = ''] = refreshToken.split('.')
    const attempt = requireGraphql(stack.flow.endpoint, {
      query: 'mutation { logout(everywhere: true) { revoked } }',
      headers: { 'x-hasura-user-id': userId, 'x-hasura-session-id': sessionId },
    })
    await expect(attempt).rejects.toThrow('The request is not valid.')
    expect(await count(stack.database, 'sessions')).toBe(1)
  })

  it('says none when the session is over already, and refuses what is no token', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    await logout(`(refreshToken: "${refreshToken}")`)
    expect((await logout(`(refreshToken: "${refreshToken}")`)).data).toEqual({ logout: { revoked: 0 } })
    expect((await logout('(refreshToken: "v1.nonsense")')).code).toBe('invalid-refresh-token')
  })

  it('S-SESS-03 counts each session once when two sign out at the same time', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    await signIn(stack.flow, 'ada')
    const counted = z.object({ logout: z.object({ revoked: z.number() }) })
    const before = (await logRows(stack.database, 'signed-out')).length
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => logout(`(refreshToken: "${refreshToken}", everywhere: true)`)),
    )
    const revoked = answers.map(({ data }) => counted.parse(data).logout.revoked)
    expect(revoked.reduce((sum, one) => sum + one, 0)).toBe(2)
    expect(await logRows(stack.database, 'signed-out')).toHaveLength(before + 2)
  })
})

describe('deleting a row of sessions', () => {
  const rows = z.object({ sessions: z.array(z.object({ id: z.string() })) })

  it('S-SESS-08 signs that device out', async () => {
    const [here, there] = [await signIn(stack.flow, 'ada'), await signIn(stack.flow, 'ada')]
    const [, thereId] = there.refreshToken.split('.')
    const data = await requireGraphql(stack.flow.endpoint, {
      query: 'mutation ($id: uuid!) { delete_sessions_by_pk(id: $id) { id } }',
      variables: { id: thereId },
      token: here.accessToken,
    })
    expect(data).toEqual({ delete_sessions_by_pk: { id: thereId } })
    expect(await refusal(there.refreshToken)).toBe('invalid-refresh-token')
    const { accessToken } = await refresh(stack.flow, here.refreshToken)
    const left = await requireGraphql(stack.flow.endpoint, {
      query: '{ sessions { id } }',
      token: accessToken,
    })
    expect(rows.parse(left).sessions).toHaveLength(1)
  })

  it('S-HASURA-04 reaches no row of somebody else', async () => {
    const ada = await signIn(stack.flow, 'ada')
    const ben = await signIn(stack.flow, 'ben')
    const data = await requireGraphql(stack.flow.endpoint, {
      query: 'mutation { delete_sessions(where: {}) { affected_rows } }',
      token: ada.accessToken,
    })
    expect(data).toEqual({ delete_sessions: { affected_rows: 1 } })
    expect(await refresh(stack.flow, ben.refreshToken)).toMatchObject({ login: 'ben' })
  })

  it('S-SESS-10 S-CVE-24 is no longer possible with a token whose own session is over, nor is logout', async () => {
    const [stolen, own] = [await signIn(stack.flow, 'cleo'), await signIn(stack.flow, 'cleo')]
    await logout(`(refreshToken: "${stolen.refreshToken}")`)
    const asStolen = (query: string) =>
      requireGraphql(stack.flow.endpoint, { query, token: stolen.accessToken })
    expect(await asStolen('mutation { delete_sessions(where: {}) { affected_rows } }')).toEqual({
      delete_sessions: { affected_rows: 0 },
    })
    expect(await asStolen('mutation { logout(everywhere: true) { revoked } }')).toEqual({
      logout: { revoked: 0 },
    })
    expect(await refresh(stack.flow, own.refreshToken)).toMatchObject({ login: 'cleo' })
  })

  it('S-SESS-08 signs a browser out from another device', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const { accessToken } = await signIn(stack.flow, 'ada')
    await requireGraphql(stack.flow.endpoint, {
      query: 'mutation { delete_sessions(where: { client: { _eq: "browser" } }) { affected_rows } }',
      token: accessToken,
    })
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.urls.app)).toBeNull()
    expect([...browser.cookies.keys()]).toEqual([])
  })
})

describe('signing out in a browser', () => {
  it('S-SESS-05 ends the session of a browser whose access cookie is gone, and can be done twice', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ben')
    browser.cookies.delete('gha-access')
    const first = await signOut(browser, stack.urls.app)
    expect([first.status, await count(stack.database, 'sessions')]).toEqual([200, 0])
    expect((await signOut(browser, stack.urls.app)).status).toBe(200)
  })
})

describe('answers that come after a sign-out', () => {
  it('R-10 sign nobody in, however they are ordered, until somebody signs in again', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    // Two reads, one of which refreshes; their answers are on the way while the person signs out.
    const late = [withCookiesOf(browser), withCookiesOf(browser)]
    late[1]?.cookies.delete('gha-access')
    for (const each of late)
      expect(await readSession(each, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    expect((await signOut(browser, stack.urls.app)).status).toBe(200)
    expect([...browser.cookies.keys()]).toEqual(['gha-ended'])
    for (const only of [['gha-refresh', 'gha-access'], ['gha-access'], ['gha-refresh']])
      for (const { cookies } of late) {
        for (const name of only) browser.cookies.set(name, cookies.get(name) ?? '')
        expect(await readSession(browser, stack.urls.app)).toBeNull()
        expect([...browser.cookies.keys()]).toEqual(['gha-ended'])
      }
    await signInWith(browser, stack.urls.app, 'ben')
    expect(browser.cookies.has('gha-ended')).toBe(false)
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ben' } })
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ben' } })
  })
})

function withCookiesOf({ cookies }: Browser): Browser {
  const copy = createBrowser()
  for (const [name, value] of cookies) copy.cookies.set(name, value)
  return copy
}

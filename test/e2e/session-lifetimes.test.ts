import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBrowser, readSession, signInWith, startSignIn } from '../../dev/demo/browser.js'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, type Session, signIn } from '../../dev/demo/graphql-flow.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { refreshRefusal } from '../support/auth-mutation.js'
import { type FrozenStack, startFrozenStack } from '../support/frozen-stack.js'

let stack: FrozenStack
const secondMs = 1000
const dayMs = 86_400 * secondMs

beforeAll(async () => {
  stack = await startFrozenStack()
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const refusal = ({ refreshToken }: Session) => refreshRefusal(stack.flow.endpoint, refreshToken)

describe('the idle end of a session', () => {
  it('S-SESS-04 comes 30 days after the last refresh and not a moment before', async () => {
    const [early, late] = [await signIn(stack.flow, 'ada'), await signIn(stack.flow, 'ada')]
    expect(Date.parse(early.refreshExpiresAt)).toBe(Date.now() + 30 * dayMs)
    stack.advance(30 * dayMs - 1)
    const renewed = await refresh(stack.flow, early.refreshToken)
    stack.advance(1)
    expect(await refusal(late)).toBe('invalid-refresh-token')
    expect(await refresh(stack.flow, renewed.refreshToken)).toMatchObject({ login: 'ada' })
  })

  it('S-SESS-04 signs a browser out that did not come back in time', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ben')
    stack.advance(30 * dayMs - 1)
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ben' } })
    stack.advance(30 * dayMs)
    expect(await readSession(browser, stack.urls.app)).toBeNull()
  })
})

describe('the absolute end of a session', () => {
  it('S-SESS-04 comes 180 days after the sign-in, however often it is refreshed', async () => {
    let session = await signIn(stack.flow, 'ada')
    const end = Date.now() + 180 * dayMs
    for (let months = 0; months < 6; months += 1) {
      stack.advance(29 * dayMs)
      session = await refresh(stack.flow, session.refreshToken)
      expect(Date.parse(session.refreshExpiresAt)).toBeLessThanOrEqual(end)
    }
    expect(Date.parse(session.refreshExpiresAt)).toBe(end)
    stack.advance(end - Date.now() - 1)
    session = await refresh(stack.flow, session.refreshToken)
    stack.advance(1)
    expect(await refusal(session)).toBe('invalid-refresh-token')
  })
})

/** The database has a clock of its own, which a test cannot move: it moves what the row remembers. */
async function passGrace(seconds: number): Promise<void> {
  await stack.database.exec(`update sessions set rotated_at = rotated_at - interval '${seconds} seconds'`)
}

describe('the grace window of a refresh', () => {
  it('S-SESS-02 gives the same successor within ten seconds, and later one that is no reuse either', async () => {
    const first = await signIn(stack.flow, 'ada')
    const second = await refresh(stack.flow, first.refreshToken)
    expect((await refresh(stack.flow, first.refreshToken)).refreshToken).toBe(second.refreshToken)
    await passGrace(11)
    const third = await refresh(stack.flow, first.refreshToken)
    expect(third.refreshToken).not.toBe(second.refreshToken)
    expect(await refresh(stack.flow, third.refreshToken)).toMatchObject({ login: 'ada' })
    expect(await refusal(second)).toBe('refresh-token-reused')
  })

  it('S-SESS-02 does not move when the successor is handed out again', async () => {
    const first = await signIn(stack.flow, 'ben')
    const second = await refresh(stack.flow, first.refreshToken)
    await passGrace(5)
    expect((await refresh(stack.flow, first.refreshToken)).refreshToken).toBe(second.refreshToken)
    await passGrace(6)
    expect((await refresh(stack.flow, first.refreshToken)).refreshToken).not.toBe(second.refreshToken)
  })

  it('S-SESS-02 gives a token of its own time to whoever comes late within the window', async () => {
    const first = await signIn(stack.flow, 'ben')
    await refresh(stack.flow, first.refreshToken)
    stack.advance(30 * secondMs)
    const late = await refresh(stack.flow, first.refreshToken)
    expect(Date.parse(late.expiresAt)).toBe(Math.floor(Date.now() / 1000) * 1000 + 900 * secondMs)
  })
})

describe('the life of an access token', () => {
  const who = (token: string) => requestGraphql(stack.flow.endpoint, { query: '{ users { login } }', token })

  it('S-JWT-03 is 900 seconds in Hasura', async () => {
    const { accessToken } = await signIn(stack.flow, 'ada')
    stack.advance(899 * secondMs)
    expect(await who(accessToken)).toEqual({ data: { users: [{ login: 'ada' }] } })
    stack.advance(secondMs)
    expect((await who(accessToken)).errors?.[0]?.extensions?.code).toBe('invalid-jwt')
  })

  it('session gives the same token until 120 seconds are left, then the next one', async () => {
    const token = z.object({ accessToken: z.string() })
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const read = async () => token.parse(await readSession(browser, stack.urls.app)).accessToken
    const first = await read()
    stack.advance(778 * secondMs)
    expect(await read()).toBe(first)
    stack.advance(2 * secondMs)
    expect(await read()).not.toBe(first)
  })
})

describe('the life of a sign-in', () => {
  it.each([
    ['just in time', 599 * secondMs, 303],
    ['too late', 601 * secondMs, 400],
  ])('S-START-06 is ten minutes: %s', async (_name, passedMs, status) => {
    const browser = createBrowser()
    const authorize = await startSignIn(browser, stack.urls.app)
    stack.advance(passedMs)
    const finished = await browser.navigate(await approveAs(authorize, 'cleo'))
    expect(finished.status).toBe(status)
  })
})

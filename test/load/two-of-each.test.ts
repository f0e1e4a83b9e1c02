import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, signInWith } from '../../dev/demo/browser.js'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { type Person, person } from '../../dev/github/people.js'
import { inLanes } from '../../dev/in-lanes.js'
import { persist } from '../../dev/soak/persist.js'
import { count } from '../../dev/stack/count.js'
import { type CheckedStack, startBalancedStack } from '../support/balanced-stack.js'

// GitHub keeps ten tokens of a person, and we fifty sessions: five sign-ins of each of forty people stay below both.
const people: readonly Person[] = Array.from({ length: 40 }, (_, index) =>
  person(2_000_000 + index, `person${index}`, `Person ${index}`, `person${index}@example.com`),
)
const signInsOfEach = 5
const allSignIns = people.length * signInsOfEach
// Embedded, database, engines and GitHub share one thread: all at once would wait longer than the functions do.
const atOnce = process.env['TEST_DATABASE_URL'] ? allSignIns : 20

let stack: CheckedStack
/** Refresh tokens of all sessions that somebody was given, the newest of each. */
let tokens: string[] = []
/** Sign-ins whose answer came too late on a busy machine; a session may have been opened all the same. */
let lateSignIns = 0

beforeAll(async () => {
  stack = await startBalancedStack(people)
}, 180_000)

afterAll(() => stack?.close())

// Each test goes on with what the one before leaves.
beforeEach(() => stack.checkAlive())

async function signInSomehow(login: string, index: number): Promise<string> {
  if (index % 2 === 0) return (await signIn(stack.flow, login)).refreshToken
  const browser = createBrowser()
  const response = await signInWith(browser, stack.app, login)
  if (response.status !== 303) throw new Error(await response.text())
  return browser.cookies.get('gha-refresh') ?? ''
}

/** Sign-ins that were written down and given up all the same, with their sessions. */
const abandoned = "select session_id from auth_log where event = 'sign-in-abandoned'"
const sessionIds = () => tokens.map((token) => token.split('.')[1] ?? '')

describe('two hosts and two engines on one database', () => {
  it(`S-HASURA-15 ${allSignIns} sign-ins, ${atOnce} at once, lose nothing and double nothing`, async () => {
    const logins = people.flatMap(({ login }) => Array.from({ length: signInsOfEach }, () => login))
    tokens = await inLanes(logins, atOnce, (login, index) =>
      persist(
        () => signInSomehow(login, index),
        () => {
          lateSignIns += 1
        },
      ),
    )
    const { database } = stack
    const sessions = await count(database, 'sessions')
    expect(new Set(sessionIds()).size).toBe(allSignIns)
    expect(await count(database, 'sessions', `id in ('${sessionIds().join("','")}')`)).toBe(allSignIns)
    expect(sessions).toBeGreaterThanOrEqual(allSignIns)
    expect(sessions).toBeLessThanOrEqual(allSignIns + lateSignIns)
    expect({
      users: await count(database, 'users'),
      roles: await count(database, 'user_roles'),
      githubTokens: await count(database, 'github_tokens'),
      logged: await count(database, 'auth_log', `event = 'signed-in' and session_id not in (${abandoned})`),
    }).toEqual({ users: 40, roles: 40, githubTokens: 40, logged: sessions })
  }, 240_000)

  it(`S-SESS-03 ${allSignIns} refreshes, ${atOnce} at once and each asked twice, give one successor each`, async () => {
    const once = (token: string) => persist(() => refresh(stack.flow, token))
    const answers = await inLanes(tokens, atOnce, (token) => Promise.all([once(token), once(token)]))
    for (const [one, other] of answers) expect(one.refreshToken).toBe(other.refreshToken)
    tokens = answers.map(([{ refreshToken }]) => refreshToken)
    expect(new Set(tokens).size).toBe(allSignIns)
    expect(await count(stack.database, 'sessions', 'generation = 2')).toBe(allSignIns)
    expect(await count(stack.database, 'auth_log', "event = 'refresh-token-reused'")).toBe(0)
  }, 240_000)

  it('S-HOOK-08 every event is answered well once, and everybody is in step with GitHub', async () => {
    const { database } = stack
    const waiting = () => count(database, 'hdb_catalog.event_log', 'not delivered and not error')
    await expect.poll(waiting, { timeout: 120_000, interval: 200 }).toBe(0)
    const events = await count(database, 'hdb_catalog.event_log')
    expect(events).toBeGreaterThanOrEqual(people.length)
    expect({
      failed: await count(database, 'hdb_catalog.event_log', 'error'),
      answered: await count(database, 'hdb_catalog.event_invocation_logs', 'status = 200'),
      inStep: await count(database, 'users', "email = login || '@example.com' and sync_error is null"),
    }).toEqual({ failed: 0, answered: events, inStep: people.length })
  }, 150_000)

  it('S-SESS-08 sign-outs everywhere at once end each session once', async () => {
    const sessions = await count(stack.database, 'sessions')
    const query = 'mutation ($token: String!) { logout(refreshToken: $token, everywhere: true) { revoked } }'
    await inLanes(tokens, atOnce, (token) =>
      persist(() => requireGraphql(stack.flow.endpoint, { query, variables: { token } })),
    )
    const logged = await count(stack.database, 'auth_log', "event = 'signed-out'")
    expect(await count(stack.database, 'sessions')).toBe(0)
    // However many answers came too late: a session's end and its row are one transaction.
    expect(logged).toBe(sessions)
  }, 240_000)
})

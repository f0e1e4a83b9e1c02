import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { type Person, person } from '../../dev/github/people.js'
import { type BalancedStack, startBalancedStack } from '../support/balanced-stack.js'
import { createBrowser, signInWith } from '../support/browser.js'
import { count } from '../support/count.js'
import { inLanes } from '../support/in-lanes.js'

// GitHub keeps ten tokens of a person, and we fifty sessions: five sign-ins of each of forty people stay below both.
const people: readonly Person[] = Array.from({ length: 40 }, (_, index) =>
  person(2_000_000 + index, `person${index}`, `Person ${index}`, `person${index}@example.com`),
)
const signInsOfEach = 5
const allSignIns = people.length * signInsOfEach
// Embedded, database, engines and GitHub share one thread: all at once would wait longer than the functions do.
const atOnce = process.env['TEST_DATABASE_URL'] ? allSignIns : 25

let stack: BalancedStack
/** Refresh tokens of all sessions, the newest of each. */
let tokens: string[] = []

beforeAll(async () => {
  stack = await startBalancedStack(people)
}, 180_000)

afterAll(() => stack?.close())

async function signInSomehow(login: string, index: number): Promise<string> {
  if (index % 2 === 0) return (await signIn(stack.flow, login)).refreshToken
  const browser = createBrowser()
  const response = await signInWith(browser, stack.app, login)
  if (response.status !== 303) throw new Error(`${login}: ${response.status} ${await response.text()}`)
  return browser.cookies.get('gha-refresh') ?? ''
}

function sessionIdOf(refreshToken: string): string {
  return refreshToken.split('.')[1] ?? ''
}

describe('two hosts and two engines on one database', () => {
  it(`S-HASURA-15 ${allSignIns} sign-ins, ${atOnce} at once, lose nothing and double nothing`, async () => {
    const logins = people.flatMap(({ login }) => Array.from({ length: signInsOfEach }, () => login))
    tokens = await inLanes(logins, atOnce, signInSomehow)
    expect(new Set(tokens.map(sessionIdOf)).size).toBe(allSignIns)
    const { database } = stack
    expect({
      users: await count(database, 'users'),
      roles: await count(database, 'user_roles'),
      githubTokens: await count(database, 'github_tokens'),
      sessions: await count(database, 'sessions'),
      logged: await count(database, 'auth_log', "event = 'signed-in'"),
    }).toEqual({
      users: people.length,
      roles: people.length,
      githubTokens: people.length,
      sessions: allSignIns,
      logged: allSignIns,
    })
  }, 120_000)

  it(`S-SESS-03 ${allSignIns} refreshes, ${atOnce} at once and each asked twice, give one successor each`, async () => {
    const twice = (token: string) => Promise.all([refresh(stack.flow, token), refresh(stack.flow, token)])
    const answers = await inLanes(tokens, atOnce, twice)
    for (const [one, other] of answers) expect(one.refreshToken).toBe(other.refreshToken)
    tokens = answers.map(([{ refreshToken }]) => refreshToken)
    expect(new Set(tokens).size).toBe(allSignIns)
    expect(await count(stack.database, 'sessions', 'generation = 2')).toBe(allSignIns)
    expect(await count(stack.database, 'auth_log', "event = 'refresh-token-reused'")).toBe(0)
  }, 120_000)

  it('S-HOOK-08 every event was delivered, once, and every person is in step with GitHub', async () => {
    const { database } = stack
    const waiting = () => count(database, 'hdb_catalog.event_log', 'not delivered and not error')
    await expect.poll(waiting, { timeout: 60_000, interval: 200 }).toBe(0)
    const events = await count(database, 'hdb_catalog.event_log')
    expect(events).toBeGreaterThanOrEqual(people.length)
    expect({
      failed: await count(database, 'hdb_catalog.event_log', 'error'),
      invocations: await count(database, 'hdb_catalog.event_invocation_logs'),
      inStep: await count(database, 'users', "email = login || '@example.com' and sync_error is null"),
    }).toEqual({ failed: 0, invocations: events, inStep: people.length })
  }, 120_000)

  it('S-SESS-08 sign-outs everywhere at once end each session once', async () => {
    const query = 'mutation ($token: String!) { logout(refreshToken: $token, everywhere: true) { revoked } }'
    await inLanes(tokens, atOnce, (token) =>
      requireGraphql(stack.flow.endpoint, { query, variables: { token } }),
    )
    expect(await count(stack.database, 'sessions')).toBe(0)
    expect(await count(stack.database, 'auth_log', "event = 'signed-out'")).toBe(allSignIns)
  }, 120_000)
})

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Browser, createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { shiftedClock } from '../../dev/soak/shifted-clock.js'
import { count } from '../../dev/stack/count.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { logRows } from '../support/log-rows.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: TestStack
/** Between the functions and the engine. */
let toEngine: Gate
/** Two hosts; the clock of the second one is ten seconds behind. */
let hosts: readonly [string, string]

beforeAll(async () => {
  const port = await pickPort(0, [])
  const HASURA_GRAPHQL_ENDPOINT = `http://127.0.0.1:${port}/v1/graphql`
  stack = await startTestStack({ env: { HASURA_GRAPHQL_ENDPOINT } })
  toEngine = await startGate(port, stack.urls.engine)
  const behind = await stack.addHost({ HASURA_GRAPHQL_ENDPOINT, ...shiftedClock(-10_000) })
  hosts = [stack.urls.app, behind.url]
})

afterAll(async () => {
  await stack.close()
  await toEngine.close()
})

const refreshCookie = ({ cookies }: Browser) => cookies.get('gha-refresh') ?? ''
const sessionOf = (browser: Browser) => refreshCookie(browser).split('.')[1] ?? ''

async function signedIn(person: string): Promise<Browser> {
  const browser = createBrowser()
  await signInWith(browser, stack.urls.app, person)
  return browser
}

/** A browser with a copy of another one's refresh cookie. */
function thiefOf(browser: Browser): Browser {
  const thief = createBrowser()
  thief.cookies.set('gha-refresh', refreshCookie(browser))
  return thief
}

/** Refreshes at one of the hosts: the access token is as good as over. */
function refreshAt(host: string, browser: Browser): Promise<unknown> {
  browser.cookies.delete('gha-access')
  return readSession(browser, host)
}

/** Refreshes with the browser's cookies and keeps none of the answer. */
async function refreshAndDrop(host: string, browser: Browser): Promise<void> {
  const copy = createBrowser()
  copy.cookies.set('gha-refresh', refreshCookie(browser))
  expect(await readSession(copy, host)).toMatchObject({ user: {} })
}

async function pass(seconds: number): Promise<void> {
  await stack.database.exec(`update sessions set rotated_at = rotated_at - interval '${seconds} seconds'`)
}

const reused = () => logRows(stack.database, 'refresh-token-reused')

async function expectEndedByReuse(sessionId: string): Promise<void> {
  expect(await count(stack.database, 'sessions', `id = '${sessionId}'`)).toBe(0)
  expect((await reused()).filter((row) => row.session_id === sessionId)).toHaveLength(1)
}

describe('a refresh whose answer got lost', () => {
  it.each([1, 7, 36, 120])(
    'R-02a is no reuse when the same token comes back %i seconds later, at either host',
    async (seconds) => {
      const before = (await reused()).length
      for (const [first, second] of [hosts, [...hosts].reverse()] as [string, string][]) {
        const browser = await signedIn('ada')
        // Whatever asks the engine from now on is a refresh.
        await waitForEvents(stack.database)
        for (let time = 0; time < 3; time += 1) {
          toEngine.loseNextAnswer()
          expect(await refreshAt(first, browser)).toMatchObject({ error: { code: 'hasura-unavailable' } })
          await pass(seconds)
        }
        expect(await refreshAt(second, browser)).toMatchObject({ user: { login: 'ada' } })
        await pass(seconds)
        expect(await refreshAt(first, browser)).toMatchObject({ user: { login: 'ada' } })
      }
      expect(await reused()).toHaveLength(before)
    },
  )

  it('R-02a is no reuse when the statement commits long after everybody gave up', async () => {
    const browser = await signedIn('ben')
    toEngine.hold('/v1/graphql')
    const waiting = refreshAt(hosts[0], browser)
    expect(await waiting).toMatchObject({ error: { code: 'hasura-unavailable' } })
    toEngine.open()
    const presented = `id = '${sessionOf(browser)}' and presented = 1`
    await vi.waitUntil(async () => (await count(stack.database, 'sessions', presented)) === 1, {
      timeout: 40_000,
    })
    await pass(120)
    expect(await refreshAt(hosts[1], browser)).toMatchObject({ user: { login: 'ben' } })
    await pass(900)
    expect(await refreshAt(hosts[0], browser)).toMatchObject({ user: { login: 'ben' } })
  })

  it('R-03 ten server-side renders whose cookies are dropped, a minute apart, sign nobody out', async () => {
    const browser = await signedIn('cleo')
    const before = (await reused()).length
    for (let render = 0; render < 10; render += 1) {
      await refreshAndDrop(hosts[render % 2] ?? '', browser)
      await pass(60)
    }
    expect(await refreshAt(hosts[0], browser)).toMatchObject({ user: { login: 'cleo' } })
    await pass(60)
    await refreshAndDrop(hosts[1], browser)
    await pass(60)
    expect(await refreshAt(hosts[1], browser)).toMatchObject({ user: { login: 'cleo' } })
    expect(await reused()).toHaveLength(before)
  })

  it('R-03 a render in each round, whose cookies are dropped while the browser asks 60 seconds later, ten times', async () => {
    const browser = await signedIn('ben')
    for (let round = 0; round < 10; round += 1) {
      await refreshAndDrop(hosts[round % 2] ?? '', browser)
      await pass(60)
      expect(await refreshAt(hosts[(round + 1) % 2] ?? '', browser)).toMatchObject({ user: { login: 'ben' } })
      await pass(900)
    }
  })
})

describe('a copied refresh token', () => {
  it.each(['thief', 'owner'])('R-02b is found when the %s is first and both go on', async (first) => {
    const owner = await signedIn('ada')
    const sessionId = sessionOf(owner)
    const thief = thiefOf(owner)
    const [one, other] = first === 'thief' ? [thief, owner] : [owner, thief]
    expect(await refreshAt(hosts[0], one)).toMatchObject({ user: { login: 'ada' } })
    await pass(60)
    expect(await refreshAt(hosts[1], other)).toMatchObject({ user: { login: 'ada' } })
    await pass(900)
    expect(await refreshAt(hosts[0], one)).toMatchObject({ user: { login: 'ada' } })
    await pass(60)
    expect(await refreshAt(hosts[1], other)).toBeNull()
    await expectEndedByReuse(sessionId)
    expect(await refreshAt(hosts[0], one)).toBeNull()
  })

  it.each(['thief', 'owner'])(
    'R-02b is found when the %s goes two steps before the other one',
    async (first) => {
      const owner = await signedIn('ben')
      const sessionId = sessionOf(owner)
      const thief = thiefOf(owner)
      const [one, other] = first === 'thief' ? [thief, owner] : [owner, thief]
      await refreshAt(hosts[0], one)
      expect(await refreshAt(hosts[1], one)).toMatchObject({ user: { login: 'ben' } })
      expect(await refreshAt(hosts[0], other)).toBeNull()
      await expectEndedByReuse(sessionId)
    },
  )

  it('R-02c is found in lock-step outside the grace, at the second step', async () => {
    const owner = await signedIn('cleo')
    const sessionId = sessionOf(owner)
    const thief = thiefOf(owner)
    const steps: unknown[] = []
    for (const browser of [owner, thief, owner, thief]) {
      steps.push(await refreshAt(hosts[0], browser))
      await pass(11)
    }
    const signedInAs = expect.objectContaining({ user: expect.objectContaining({ login: 'cleo' }) })
    expect(steps).toEqual([signedInAs, signedInAs, signedInAs, null])
    await expectEndedByReuse(sessionId)
  })

  it('R-02d goes unseen for as long as every refresh of the thief follows within the grace', async () => {
    const owner = await signedIn('ada')
    const thief = thiefOf(owner)
    for (let step = 0; step < 3; step += 1) {
      await refreshAt(hosts[0], owner)
      expect(await refreshAt(hosts[1], thief)).toMatchObject({ user: { login: 'ada' } })
      expect(refreshCookie(thief)).toBe(refreshCookie(owner))
      await pass(900)
    }
  })
})

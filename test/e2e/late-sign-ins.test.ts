import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { pickPort } from '../../dev/stack/pick-port.js'
import { type Browser, createBrowser, readSession, signInWith } from '../support/browser.js'
import { count } from '../support/count.js'
import { crowdDevices } from '../support/crowd-devices.js'
import { type Gate, startGate } from '../support/gate.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

const adaId = '1001001'
const signIns = 4
let stack: TestStack
/** Between the functions and the engine. */
let toEngine: Gate

beforeAll(async () => {
  const port = await pickPort(0, [])
  stack = await startTestStack({ env: { HASURA_GRAPHQL_ENDPOINT: `http://127.0.0.1:${port}/v1/graphql` } })
  toEngine = await startGate(port, stack.urls.engine)
})

beforeEach(async () => {
  toEngine.drop()
  await stack.reset()
  // A sync asks the engine, too, at a moment of its own.
  stack.gate.hold('/api/events')
})

afterAll(async () => {
  await stack?.close()
  await toEngine?.close()
})

/** A sign-in that waits at the gate, then what is done about it, and how the gate is opened again. */
const orders: Record<string, { meanwhile(): void; afterwards(): void }> = {
  'long before it commits': { meanwhile: () => toEngine.hold('/nothing'), afterwards: () => toEngine.open() },
  'at the same time, both long after': { meanwhile: () => {}, afterwards: () => toEngine.open() },
}

/** A browser whose session is in use, and a person with as many devices as there may be. */
async function everythingInUse(): Promise<{ browser: Browser; devices: unknown[] }> {
  const browser = createBrowser()
  await signInWith(browser, stack.urls.app, 'ada')
  await stack.database.exec('delete from sessions where presented > 0; delete from auth_log')
  const devices = await crowdDevices(stack.database, adaId)
  return { browser, devices }
}

const others = () => Array.from({ length: signIns - 1 }, createBrowser)

async function expectNoTrace(browser: Browser, devices: unknown[]): Promise<void> {
  const abandoned = () => count(stack.database, 'auth_log', "event = 'sign-in-abandoned'")
  await vi.waitUntil(async () => (await abandoned()) === signIns, { timeout: 40_000, interval: 20 })
  const { rows } = await stack.database.query('select id from sessions where presented > 0')
  expect(rows.map(({ id }) => id).sort()).toEqual(devices)
  // What is left besides is the session that the browser had before, and it goes on.
  expect(await count(stack.database, 'sessions', 'presented = 0')).toBe(1)
  browser.cookies.delete('gha-access')
  expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
}

describe('sign-ins that are told "unavailable"', () => {
  it.each(Object.keys(orders))(
    'R-04a leave no session and push out no device when they are given up %s',
    async (order) => {
      const { meanwhile, afterwards } = orders[order] ?? expect.fail('no such order')
      const { browser, devices } = await everythingInUse()
      const browsers = [browser, ...others()]
      toEngine.hold('/v1/graphql')
      const answers = browsers.map((each) => signInWith(each, stack.urls.app, 'ada'))
      await vi.waitUntil(() => toEngine.waiting() === signIns, { timeout: 40_000, interval: 5 })
      meanwhile()
      for (const answer of await Promise.all(answers)) expect(answer.status).toBe(504)
      expect(browsers.filter(({ cookies }) => cookies.has('gha-refresh'))).toEqual([browser])
      afterwards()
      await expectNoTrace(browser, devices)
    },
  )

  it('R-04a leave no session and push out no device when it is the answer that got lost', async () => {
    const { browser, devices } = await everythingInUse()
    for (const each of [browser, ...others()]) {
      toEngine.loseNextAnswer()
      expect((await signInWith(each, stack.urls.app, 'ada')).status).toBe(503)
    }
    await expectNoTrace(browser, devices)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Browser, createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { count } from '../../dev/stack/count.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { crowdDevices } from '../support/crowd-devices.js'
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

/** Keeps sign-ins from being written until all of them were answered, and gives the answers. */
type Stall = (signIn: () => Promise<Response[]>) => Promise<Response[]>

function atTheGate(whenAllWait: () => void): Stall {
  return async (signIn) => {
    toEngine.hold('/v1/graphql')
    const answering = signIn()
    await vi.waitUntil(() => toEngine.waiting() === signIns, { timeout: 40_000, interval: 5 })
    whenAllWait()
    const answers = await answering
    toEngine.open()
    return answers
  }
}

function behindLock(strength: string): Stall {
  return (signIn) =>
    stack.database.transaction(async (other) => {
      await other.query(`select 1 from users where id = '${adaId}' ${strength}`)
      return signIn()
    })
}

const stalls: Record<string, Stall> = {
  'and are written long after they were given up': atTheGate(() => toEngine.hold('/nothing')),
  'and are written while they are given up': atTheGate(() => {}),
  // The embedded database has one connection: nobody else can hold a lock there.
  ...(process.env['TEST_DATABASE_URL'] && {
    'behind a lock of their person': behindLock('for no key update'),
    'behind a lock that keeps log rows waiting, too': behindLock('for update'),
  }),
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
  it.each(Object.entries(stalls))(
    'R-04a R-04c leave no session and push out no device when they wait %s',
    async (_name, stall) => {
      const { browser, devices } = await everythingInUse()
      const browsers = [browser, ...others()]
      const answers = await stall(() =>
        Promise.all(browsers.map((each) => signInWith(each, stack.urls.app, 'ada'))),
      )
      expect(answers.map(({ status }) => status)).toEqual(browsers.map(() => 504))
      expect(browsers.filter(({ cookies }) => cookies.has('gha-refresh'))).toEqual([browser])
      await expectNoTrace(browser, devices)
    },
  )

  it('R-04a R-04c leave no session and push out no device when it is the answer that got lost', async () => {
    const { browser, devices } = await everythingInUse()
    for (const each of [browser, ...others()]) {
      toEngine.loseNextAnswer()
      expect((await signInWith(each, stack.urls.app, 'ada')).status).toBe(503)
    }
    await expectNoTrace(browser, devices)
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Github } from '../../dev/github/start-github.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { count } from '../../dev/stack/count.js'
import type { Database } from '../../engine/src/index.js'
import { openCatalogDatabase } from '../../engine/test/support/catalog-database.js'
import { callApi, startTestGithub, tokenFor } from '../dev/github/local-github.js'
import { resetStack } from './reset-stack.js'
import { waitForEvents } from './wait-for-events.js'

let database: Database
let github: Github
let gate: Gate

beforeAll(async () => {
  database = await openCatalogDatabase()
  github = await startTestGithub()
  gate = await startGate(0, github.url)
})

afterAll(async () => {
  await gate?.close()
  await github?.close()
  await database?.close()
})

afterEach(() => database.exec('delete from hdb_catalog.event_log'))

beforeEach(() => resetStack({ github, gate, database }))

/** An event of a trigger, `locked` while it is under way, with a second attempt after some seconds. */
async function addEvent(locked: boolean, secondsToRetry?: number): Promise<void> {
  await database.query(
    `insert into hdb_catalog.event_log (schema_name, table_name, trigger_name, payload, locked, next_retry_at)
     values ('public', 'users', 'sync_user', '{}', case when $1 then now() end, now() at time zone 'UTC' + $2 * interval '1 second')`,
    [locked, secondsToRetry ?? null],
  )
}

const pending = () => count(database, 'hdb_catalog.event_log')

it('resetStack() removes the events that would be delivered later', async () => {
  await addEvent(false)
  await addEvent(false, 900)
  await resetStack({ github, gate, database })
  expect(await pending()).toBe(0)
})

it('resetStack() waits for the event that is under way, and removes it before its next attempt', async () => {
  await addEvent(true)
  let isOver = false
  const reset = resetStack({ github, gate, database }).then(() => {
    isOver = true
  })
  expect([await pending(), isOver]).toEqual([1, false])
  await database.exec(
    `update hdb_catalog.event_log set locked = null, next_retry_at = now() + interval '1 hour'`,
  )
  await reset
  expect(await pending()).toBe(0)
})

it('resetStack() switches faults off, and breaks off the call that GitHub left without an answer', async () => {
  const token = await tokenFor(github, 'ada')
  github.fail('/api/v3/user', { kind: 'silence' })
  github.fail('/api/v3/user', { kind: 'answer', status: 500 }, 100)
  github.failRandomly({ seed: 1, share: 1, paths: /./ })
  const silent = expect(callApi(github, '/user', token)).rejects.toThrow('fetch failed')
  expect((await callApi(github, '/user', token)).status).toBe(500)
  await resetStack({ github, gate, database })
  await silent
  expect((await callApi(github, '/user', token)).status).toBe(200)
})

it('resetStack() lets people be again as they were seeded, however often they change', async () => {
  const token = await tokenFor(github, 'ada')
  const profile = async () => (await callApi(github, '/user', token)).json()
  const before = await profile()
  for (const name of ['Somebody New', 'Somebody Else']) {
    github.changePerson('ada', { name, login: 'other' })
    expect(await profile()).toMatchObject({ name, login: 'other' })
    await resetStack({ github, gate, database })
    expect(await profile()).toEqual(before)
  }
})

it('resetStack() breaks off what waits at the gate, and lets the next request through', async () => {
  gate.hold('/')
  const waiting = expect(fetch(gate.url)).rejects.toThrow('fetch failed')
  await expect.poll(() => gate.waiting(), { interval: 5 }).toBe(1)
  gate.loseNextAnswer()
  await resetStack({ github, gate, database })
  await waiting
  expect((await fetch(gate.url)).status).toBeLessThan(500)
})

it('waitForEvents() fails at once over an event that comes too late, and says which', async () => {
  await addEvent(false, 900)
  await expect(waitForEvents(database)).rejects.toThrow(/^sync_user is tried again only at \d{4}-/)
})

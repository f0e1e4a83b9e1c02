import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import type { EventTrigger } from '../../src/events/event-trigger.js'
import { startEventCleanup } from '../../src/events/start-event-cleanup.js'
import { type ManualClock, manualClock } from '../support/manual-clock.js'
import { openEventDatabase, trigger } from './support.js'

const NOON = '2026-03-01T12:00:00Z'
const HOUR_MS = 3_600_000
const config = { schedule: '0 * * * *', clear_older_than: 24 }

let database: Database
let clock: ManualClock
let messages: string[]
let triggers: EventTrigger[]
let stop: () => Promise<void>
beforeEach(async () => {
  database = await openEventDatabase()
  clock = manualClock(NOON)
  messages = []
  stop = async () => {}
})
afterEach(async () => {
  await stop()
  await database.close()
})

function start(settings: object = {}): void {
  triggers = [trigger({ cleanup_config: { ...config, ...settings } })]
  ;({ stop } = startEventCleanup({
    database,
    triggers: () => triggers,
    clock,
    pollIntervalMs: HOUR_MS,
    log: (message) => messages.push(message),
  }))
}

/** Events that happened so many hours before noon, with one invocation each. */
async function log(id: string, hoursAgo: number, state: 'delivered' | 'error' | 'waiting' = 'delivered') {
  await database.query(
    `INSERT INTO hdb_catalog.event_log (id, schema_name, table_name, trigger_name, payload, delivered, error, created_at)
     VALUES ($1, 'public', 'users', 'sync', '{}', $2, $3, $4::timestamptz - make_interval(hours => $5))`,
    [id, state === 'delivered', state === 'error', new Date(NOON), hoursAgo],
  )
  await database.query(
    `INSERT INTO hdb_catalog.event_invocation_logs (trigger_name, event_id, status) VALUES ('sync', $1, 200)`,
    [id],
  )
}

const ids = async () =>
  (await database.query<{ id: string }>('SELECT id FROM hdb_catalog.event_log ORDER BY id')).rows.map(
    ({ id }) => id,
  )
const invocations = async () =>
  (
    await database.query<{ event: string | null }>(
      'SELECT event_id AS event FROM hdb_catalog.event_invocation_logs ORDER BY event_id',
    )
  ).rows.map(({ event }) => event)
const cleanups = async (status: string) =>
  (
    await database.query(
      `SELECT to_json(scheduled_at)::text AS at, deleted_event_logs AS events, deleted_event_invocation_logs AS logs
       FROM hdb_catalog.hdb_event_log_cleanups WHERE status = $1 ORDER BY scheduled_at`,
      [status],
    )
  ).rows

/** Lets the worker end the round that the clock began, until it waits for the clock again. */
async function settled(status: string, count: number): Promise<void> {
  const found = async () => (clock.waiting() > 0 ? (await cleanups(status)).length : undefined)
  await expect.poll(found).toBe(count)
}

describe('cleanup_config (contract 6.5)', () => {
  test('plans fifty clean-ups ahead, in UTC', async () => {
    start()
    await settled('scheduled', 50)
    expect((await cleanups('scheduled'))[0]).toMatchObject({ at: '"2026-03-01T13:00:00"' })
  })

  test('deletes old events that are done, and keeps new ones and those that wait', async () => {
    await log('old', 30)
    await log('failed', 30, 'error')
    await log('waiting', 30, 'waiting')
    await log('new', 20)
    start()
    await settled('scheduled', 50)
    await clock.advance(HOUR_MS)
    await settled('completed', 1)
    expect(await ids()).toEqual(['new', 'waiting'])
    expect(await cleanups('completed')).toEqual([{ at: '"2026-03-01T13:00:00"', events: 2, logs: 0 }])
    expect(await invocations()).toEqual(['new', 'waiting', null, null])
  })

  test('deletes invocation logs, too, when told to, batch by batch', async () => {
    for (const id of ['a', 'b', 'c']) await log(id, 30)
    start({ clean_invocation_logs: true, batch_size: 2 })
    await settled('scheduled', 50)
    await clock.advance(HOUR_MS)
    await settled('completed', 1)
    expect(await cleanups('completed')).toMatchObject([{ events: 3, logs: 3 }])
    expect(await invocations()).toEqual([])
  })

  test('does nothing while it is paused, and goes on afterwards', async () => {
    await log('old', 30)
    start()
    await settled('scheduled', 50)
    triggers = [trigger({ cleanup_config: { ...config, paused: true } })]
    await clock.advance(HOUR_MS)
    await settled('paused', 50)
    expect(await ids()).toEqual(['old'])
    triggers = [trigger({ cleanup_config: config })]
    await clock.advance(HOUR_MS)
    await settled('paused', 2)
    await clock.advance(HOUR_MS)
    await settled('completed', 1)
    expect(await ids()).toEqual([])
  })

  test('makes up for the last of several missed clean-ups', async () => {
    await log('old', 30)
    start()
    await settled('scheduled', 50)
    await stop()
    clock = manualClock('2026-03-01T15:30:00Z')
    start()
    await settled('completed', 1)
    expect(await cleanups('completed')).toMatchObject([{ at: '"2026-03-01T15:00:00"' }])
    expect(await cleanups('dead')).toHaveLength(2)
  })

  test('forgets what an earlier schedule planned', async () => {
    start()
    await settled('scheduled', 50)
    triggers = [trigger()]
    await clock.advance(HOUR_MS)
    await settled('scheduled', 1)
  })
})

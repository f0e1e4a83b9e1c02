import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createScheduledEvent, scheduledEventArgs } from '../../src/cron/create-scheduled-event.js'
import { planCronEvents } from '../../src/cron/plan-cron-events.js'
import { startCron } from '../../src/cron/start-cron.js'
import type { Database } from '../../src/database/database.js'
import { createHdbCatalog } from '../../src/database/hdb-catalog/create-hdb-catalog.js'
import type { Delivery } from '../../src/delivery/start-delivery.js'
import { type CronTriggerMetadata, cronTrigger } from '../../src/metadata/schemas/cron-trigger.js'
import { type ManualClock, manualClock } from '../support/manual-clock.js'
import { openTestDatabase } from '../support/test-database.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'

const START = '2026-01-01T00:00:30Z'
const MINUTE_MS = 60_000

let database: Database
let webhook: WebhookServer
let clock: ManualClock
let cron: Delivery | undefined
beforeEach(async () => {
  database = await openTestDatabase()
  await createHdbCatalog(database)
  webhook = await startWebhookServer()
  clock = manualClock(START)
})
afterEach(async () => {
  await webhook.close()
  const stopping = cron?.stop(0)
  await clock.advance(0)
  await stopping
  cron = undefined
  await database.close()
})

const trigger = (settings: object = {}) =>
  cronTrigger.parse({
    name: 'tick',
    webhook: '{{BASE}}/tick',
    schedule: '*/5 * * * *',
    include_in_metadata: true,
    payload: { a: 1 },
    ...settings,
  })

async function start(triggers: CronTriggerMetadata[] = []): Promise<void> {
  await planCronEvents(database, triggers, clock.now())
  cron = startCron({
    database,
    triggers: () => triggers,
    engineKey: 1,
    env: { BASE: webhook.url, SECRET: 's3' },
    clock,
    pollIntervalMs: 1000,
    log: () => {},
  })
}

/** Moves time and has the engine look. */
async function pass(milliseconds: number): Promise<void> {
  await clock.advance(milliseconds)
  cron?.poke()
}

const states = async (table = 'hdb_cron_events') =>
  (
    await database.query(
      `SELECT status, tries FROM hdb_catalog.${table} WHERE status <> 'scheduled' OR tries > 0 ORDER BY scheduled_time`,
    )
  ).rows

describe('planCronEvents()', () => {
  const planned = async () =>
    (
      await database.query<{ t: string }>(
        `SELECT to_char(scheduled_time AT TIME ZONE 'UTC', 'HH24:MI') AS t FROM hdb_catalog.hdb_cron_events
         WHERE status = 'scheduled' ORDER BY scheduled_time`,
      )
    ).rows.map(({ t }) => t)

  test('writes the next hundred times, and the same ones only once', async () => {
    await planCronEvents(database, [trigger()], clock.now())
    await planCronEvents(database, [trigger()], clock.now())
    const times = await planned()
    expect(times).toHaveLength(100)
    expect(times.slice(0, 3)).toEqual(['00:05', '00:10', '00:15'])
  })

  test('forgets the times of an earlier schedule and of triggers that are gone', async () => {
    await planCronEvents(database, [trigger()], clock.now())
    await planCronEvents(database, [trigger({ schedule: '7 * * * *' })], clock.now())
    expect((await planned()).slice(0, 2)).toEqual(['00:07', '01:07'])
    await planCronEvents(database, [], clock.now())
    expect(await planned()).toEqual([])
  })
})

describe('a cron trigger (contract 7)', () => {
  test('is delivered when its time comes, and not before', async () => {
    await start([
      trigger({ comment: 'every five', headers: [{ name: 'x-secret', value_from_env: 'SECRET' }] }),
    ])
    await pass(4 * MINUTE_MS)
    expect(webhook.requests).toHaveLength(0)
    await pass(30_000)
    await expect.poll(() => states()).toEqual([{ status: 'delivered', tries: 1 }])
    expect(webhook.requests).toMatchObject([
      { path: '/tick', headers: { 'x-secret': 's3', 'content-type': 'application/json' } },
    ])
    expect(webhook.requests[0]?.json).toEqual({
      id: expect.any(String),
      name: 'tick',
      scheduled_time: '2026-01-01T00:05:00Z',
      payload: { a: 1 },
      comment: 'every five',
    })
  })

  test('leaves out the keys that have no value', async () => {
    await start([trigger({ payload: undefined })])
    await pass(5 * MINUTE_MS)
    await expect.poll(() => webhook.requests.length).toBe(1)
    expect(Object.keys(Object(webhook.requests[0]?.json))).toEqual(['id', 'name', 'scheduled_time'])
  })

  test('is tried again as configured and then ends in error', async () => {
    webhook.reply = () => ({ status: 500 })
    await start([trigger({ retry_conf: { num_retries: 1, retry_interval_seconds: 20 } })])
    await pass(4.5 * MINUTE_MS)
    await expect.poll(() => states()).toEqual([{ status: 'scheduled', tries: 1 }])
    await pass(19_000)
    expect(webhook.requests).toHaveLength(1)
    await pass(1000)
    await expect.poll(() => states()).toEqual([{ status: 'error', tries: 2 }])
    const { rows } = await database.query('SELECT status FROM hdb_catalog.hdb_cron_event_invocation_logs')
    expect(rows).toEqual([{ status: 500 }, { status: 500 }])
  })

  test('honours Retry-After', async () => {
    webhook.reply = () => ({ status: 503, headers: { 'retry-after': '45' } })
    await start([trigger()])
    await pass(4.5 * MINUTE_MS)
    await expect.poll(() => states()).toEqual([{ status: 'scheduled', tries: 1 }])
    webhook.reply = () => ({})
    await pass(45_000)
    await expect.poll(() => states()).toEqual([{ status: 'delivered', tries: 2 }])
  })

  test('that was missed is delivered late, or dead beyond its tolerance', async () => {
    await planCronEvents(database, [trigger()], clock.now())
    await clock.advance(11 * MINUTE_MS)
    await start([trigger({ retry_conf: { tolerance_seconds: 120 } })])
    await expect
      .poll(() => states())
      .toEqual([
        { status: 'dead', tries: 0 },
        { status: 'delivered', tries: 1 },
      ])
    expect(webhook.requests).toHaveLength(1)
  })

  test('is planned further while the engine runs', async () => {
    await start([trigger({ schedule: '* * * * *' })])
    await pass(60 * MINUTE_MS)
    const last = async () =>
      (
        await database.query<{ s: number }>(
          'SELECT extract(epoch FROM max(scheduled_time))::float8 AS s FROM hdb_catalog.hdb_cron_events',
        )
      ).rows[0]?.s
    await expect.poll(last).toBeGreaterThan(Date.parse(START) / 1000 + 150 * 60)
  })
})

describe('a one-off scheduled event', () => {
  test('is delivered at its time with its own headers and payload', async () => {
    await start()
    const id = await createScheduledEvent(
      database,
      scheduledEventArgs.parse({
        webhook: '{{BASE}}/once',
        schedule_at: '2026-01-01T02:02:00+02:00',
        payload: { b: 2 },
        headers: [{ name: 'x-one', value: '1' }],
        comment: 'once',
      }),
    )
    await pass(MINUTE_MS)
    expect(webhook.requests).toHaveLength(0)
    await pass(MINUTE_MS)
    await expect.poll(() => states('hdb_scheduled_events')).toEqual([{ status: 'delivered', tries: 1 }])
    expect(webhook.requests[0]).toMatchObject({ path: '/once', headers: { 'x-one': '1' } })
    const { rows } = await database.query<{ at: string }>(
      "SELECT to_json(created_at AT TIME ZONE 'UTC') #>> '{}' AS at FROM hdb_catalog.hdb_scheduled_events",
    )
    expect(webhook.requests[0]?.json).toEqual({
      id,
      scheduled_time: '2026-01-01T00:02:00Z',
      created_at: `${rows[0]?.at}Z`,
      payload: { b: 2 },
      comment: 'once',
    })
  })

  test('that needs a variable which is not set fails, as often as it may be tried, however late', async () => {
    await start()
    await createScheduledEvent(
      database,
      scheduledEventArgs.parse({
        webhook: '{{BASE}}/once',
        schedule_at: '2020-01-01T00:00:00Z',
        headers: [{ name: 'x-one', value_from_env: 'NOT_SET' }],
        retry_conf: { num_retries: 1, retry_interval_seconds: 5 },
      }),
    )
    for (const state of [
      { status: 'scheduled', tries: 1 },
      { status: 'error', tries: 2 },
    ]) {
      await pass(MINUTE_MS)
      await expect.poll(() => states('hdb_scheduled_events')).toEqual([state])
    }
    expect(webhook.requests).toEqual([])
    const { rows } = await database.query(
      "SELECT status, response ->> 'type' AS type FROM hdb_catalog.hdb_scheduled_event_invocation_logs",
    )
    expect(rows).toEqual([
      { status: null, type: 'client_error' },
      { status: null, type: 'client_error' },
    ])
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startAsyncActions } from '../../src/actions/start-async-actions.js'
import { planCronEvents } from '../../src/cron/plan-cron-events.js'
import { startCron } from '../../src/cron/start-cron.js'
import type { Database } from '../../src/database/database.js'
import type { Delivery } from '../../src/delivery/start-delivery.js'
import { installTriggers } from '../../src/events/install-triggers.js'
import { startEventDelivery } from '../../src/events/start-event-delivery.js'
import { metadata } from '../../src/metadata/metadata.js'
import { cronTrigger } from '../../src/metadata/schemas/cron-trigger.js'
import { openEventDatabase, trigger } from '../events/support.js'
import { type ManualClock, manualClock } from '../support/manual-clock.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'

const POLL_MS = 1000

let database: Database
let webhook: WebhookServer
let clock: ManualClock
let delivery: Delivery | undefined
beforeEach(async () => {
  database = await openEventDatabase()
  webhook = await startWebhookServer()
  clock = manualClock('2026-01-01T00:00:00Z')
})
afterEach(async () => {
  await webhook.close()
  const stopping = delivery?.stop(0)
  await clock.advance(0)
  await stopping
  delivery = undefined
  await database.close()
})

/** Starts what `start` starts on a database that loses the first claim, and waits until that is lost. */
async function startLosing(table: string, start: (database: Database) => Delivery): Promise<void> {
  const losing = losingFirstClaim(table)
  delivery = start(losing.database)
  await expect.poll(losing.isLost).toBe(true)
  await expect.poll(() => clock.waiting()).toBe(1)
}

/** The first claim is made, but the connection breaks before its answer is here. */
function losingFirstClaim(table: string): { database: Database; isLost: () => boolean } {
  let lost = false
  async function query<Row extends object>(text: string, values?: readonly unknown[]) {
    const result = await database.query<Row>(text, values)
    if (lost || !text.includes(`UPDATE hdb_catalog.${table}`) || !text.includes('SKIP LOCKED')) return result
    if (result.rowCount === 0) return result
    lost = true
    throw new Error('Connection terminated unexpectedly')
  }
  return { database: { ...database, query }, isLost: () => lost }
}

const shared = () => ({
  engineKey: 1,
  env: { BASE: webhook.url },
  clock,
  pollIntervalMs: POLL_MS,
  log: () => {},
})

describe('a claim whose answer is lost with the connection is made again at the next look, of', () => {
  test('an event', async () => {
    const triggers = [trigger()]
    await installTriggers(database, triggers)
    await database.query('INSERT INTO users VALUES (1)')
    await startLosing('event_log', (losing) =>
      startEventDelivery({ ...shared(), database: losing, triggers: () => triggers }),
    )
    await clock.advance(POLL_MS)
    await expect.poll(() => webhook.requests.length).toBe(1)
  })

  test('a cron event', async () => {
    const schedule = { name: 'tick', webhook: '{{BASE}}', schedule: '* * * * *', include_in_metadata: true }
    const triggers = [cronTrigger.parse(schedule)]
    await planCronEvents(database, triggers, clock.now())
    await clock.advance(60_000)
    await startLosing('hdb_cron_events', (losing) =>
      startCron({ ...shared(), database: losing, triggers: () => triggers }),
    )
    await clock.advance(POLL_MS)
    await expect.poll(() => webhook.requests.length).toBe(1)
  })

  test('the call of an asynchronous action', async () => {
    const loaded = metadata.parse({
      version: 3,
      actions: [
        { name: 'resize', definition: { kind: 'asynchronous', handler: '{{BASE}}', output_type: 'Int' } },
      ],
    })
    await database.query(
      `INSERT INTO hdb_catalog.hdb_action_log (action_name, input_payload, request_headers, session_variables, status)
       VALUES ('resize', '{}', '{}', '{}', 'created')`,
    )
    await startLosing('hdb_action_log', (losing) =>
      startAsyncActions({ ...shared(), database: losing, metadata: () => loaded }),
    )
    await clock.advance(POLL_MS)
    await expect.poll(() => webhook.requests.length).toBe(1)
  })
})

import type { Database } from '../../src/database/database.js'
import { enterEngine } from '../../src/database/engine-presence.js'
import { createHdbCatalog } from '../../src/database/hdb-catalog/create-hdb-catalog.js'
import type { Delivery } from '../../src/delivery/start-delivery.js'
import type { EventTrigger } from '../../src/events/event-trigger.js'
import { installTriggers } from '../../src/events/install-triggers.js'
import { startEventDelivery } from '../../src/events/start-event-delivery.js'
import { eventTrigger } from '../../src/metadata/schemas/event-trigger.js'
import type { Name } from '../../src/pg-catalogue/catalogue.js'
import { type ManualClock, manualClock } from '../support/manual-clock.js'
import { openTestDatabase } from '../support/test-database.js'

export const POLL_MS = 1000

export function trigger(
  settings: Record<string, unknown> = {},
  table: Name = { schema: 'public', name: 'users' },
): EventTrigger {
  const metadata = eventTrigger.parse({
    name: 'sync',
    definition: { insert: { columns: '*' } },
    retry_conf: { num_retries: 0, interval_sec: 10, timeout_sec: 60 },
    webhook: '{{BASE}}/hook',
    ...settings,
  })
  return { metadata, table }
}

/** A database with a table of users, and the catalogue of an engine. */
export async function openEventDatabase(): Promise<Database> {
  const database = await openTestDatabase()
  await createHdbCatalog(database)
  await database.exec('CREATE TABLE users (id int PRIMARY KEY, name text, score numeric, about json)')
  return database
}

export interface TestEngine {
  clock: ManualClock
  delivery: Delivery
  messages: string[]
  stop(): Promise<void>
}

/** The event part of one engine, on a clock of its own. */
export async function startTestEngine(
  database: Database,
  triggers: readonly EventTrigger[],
  env: Record<string, string>,
  clock: ManualClock = manualClock(new Date().toISOString()),
): Promise<TestEngine> {
  await installTriggers(database, triggers)
  const presence = await enterEngine(database)
  const messages: string[] = []
  const delivery = startEventDelivery({
    database,
    triggers: () => triggers,
    engineKey: presence.key,
    env,
    clock,
    pollIntervalMs: POLL_MS,
    log: (message) => messages.push(message),
  })
  return {
    clock,
    delivery,
    messages,
    stop: async () => {
      await delivery.stop(POLL_MS)
      await presence.leave()
    },
  }
}

interface LoggedEvent {
  id: string
  delivered: boolean
  error: boolean
  tries: number
  archived: boolean
  locked: string | null
}

export async function eventLog(database: Database): Promise<LoggedEvent[]> {
  const { rows } = await database.query<LoggedEvent>(
    'SELECT id, delivered, error, tries, archived, locked FROM hdb_catalog.event_log ORDER BY created_at, id',
  )
  return rows
}

/** The payloads captured so far, oldest first. */
export async function captured(database: Database): Promise<{ trigger: string; event: unknown }[]> {
  const { rows } = await database.query<{ trigger: string; payload: string }>(
    'SELECT trigger_name AS trigger, payload FROM hdb_catalog.event_log ORDER BY created_at, trigger_name',
  )
  return rows.map((row) => ({ trigger: row.trigger, event: JSON.parse(row.payload) }))
}

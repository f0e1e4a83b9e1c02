import { vi } from 'vitest'
import type { Queryable } from '../../dev/engine/database/database.js'
import { count } from './count.js'

/** Waits until every event was delivered or given up. */
export async function waitForEvents(database: Queryable, timeout = 20_000): Promise<void> {
  const isQuiet = async () =>
    (await count(database, 'hdb_catalog.event_log', 'not delivered and not error')) === 0
  await vi.waitUntil(isQuiet, { timeout, interval: 50 })
}

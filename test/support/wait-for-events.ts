import { vi } from 'vitest'
import { count } from '../../dev/stack/count.js'
import type { Database } from '../../engine/src/index.js'

/** Waits until every event was delivered or given up. */
export async function waitForEvents(database: Pick<Database, 'query'>, timeout = 20_000): Promise<void> {
  const isQuiet = async () =>
    (await count(database, 'hdb_catalog.event_log', 'not delivered and not error')) === 0
  await vi.waitUntil(isQuiet, { timeout, interval: 50 })
}

import { expect } from 'vitest'
import { count } from '../../dev/stack/count.js'
import type { Database } from '../../engine/src/index.js'

/** Waits until every event so far has been answered, so that no sync of it is still on its way. */
export function eventsDelivered(database: Pick<Database, 'query'>): Promise<void> {
  const pending = () => count(database, 'hdb_catalog.event_log', 'not delivered and not error')
  return expect.poll(pending, { interval: 50 }).toBe(0)
}

import { vi } from 'vitest'
import type { Github } from '../../dev/github/start-github.js'
import type { Gate } from '../../dev/http/gate.js'
import { count } from '../../dev/stack/count.js'
import type { Database } from '../../engine/src/index.js'

interface ResettableStack {
  github: Pick<Github, 'reset'>
  gate?: Pick<Gate, 'drop'>
  database: Pick<Database, 'query'>
}

/**
 * Takes back what a test may have left in a stack that others use after it: faults of GitHub and changes of its people,
 * requests that wait at the gate, and events that are to be delivered, some of them much later. Rows stay.
 */
export async function resetStack({ github, gate, database }: ResettableStack): Promise<void> {
  github.reset()
  gate?.drop()
  await vi.waitUntil(async () => (await clearEvents(database)) === 0, { timeout: 40_000, interval: 20 })
}

/** Removes every event that is not under way, and tells how many still are. */
async function clearEvents(database: Pick<Database, 'query'>): Promise<number> {
  await database.query('delete from hdb_catalog.event_log where not delivered and locked is null')
  return count(database, 'hdb_catalog.event_log', 'not delivered')
}

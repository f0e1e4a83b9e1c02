import type { Database } from '../../engine/src/index.js'
import { count } from '../stack/count.js'
import { pause } from './pause.js'

const longestMs = 60_000
const pollMs = 100

/**
 * Waits until every event was delivered or given up.
 *
 * @throws Error after a minute
 */
export async function waitUntilQuiet(database: Pick<Database, 'query'>, signal: AbortSignal): Promise<void> {
  const until = Date.now() + longestMs
  while ((await count(database, 'hdb_catalog.event_log', 'not delivered and not error')) > 0) {
    if (Date.now() > until) throw new Error('events are still waiting after a minute')
    await pause(pollMs, signal)
  }
}

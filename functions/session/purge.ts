import type { Deps } from '../deps.js'
import { purgePortion } from './purge-store.js'

// A tenth of a second of a database, and the locks of as many rows.
const portionSize = 1000

interface Purged {
  sessions: number
  logRows: number
  idTokens: number
  /** Whether the time was up before everything was deleted; the next run goes on. */
  more: boolean
}

/**
 * Deletes sessions that have ended, log rows older than 180 days and ID tokens that have expired, a portion at a time, so
 * that no statement holds locks for long.
 */
export async function purgeExpired(deps: Deps): Promise<Purged> {
  const total: Purged = { sessions: 0, logRows: 0, idTokens: 0, more: true }
  do {
    const answer = await deps.hasura.run(purgePortion, { batch: portionSize })
    const [purged] = answer.purge_expired
    total.sessions += purged.sessions
    total.logRows += purged.log_rows
    total.idTokens += purged.id_tokens
    total.more = Object.values(purged).some((count) => count >= portionSize)
  } while (total.more && deps.budget.fits(1))
  deps.log.info('expired-purged', { ...total })
  return total
}

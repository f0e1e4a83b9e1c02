import type { Deps } from '../deps.js'
import { inPortions, portionSize } from '../portions.js'
import { purgePortion } from './purge-store.js'

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
  const total = { sessions: 0, logRows: 0, idTokens: 0 }
  const more = await inPortions(deps.budget, async () => {
    const answer = await deps.hasura.run(purgePortion, { batch: portionSize })
    const [purged] = answer.purge_expired
    total.sessions += purged.sessions
    total.logRows += purged.log_rows
    total.idTokens += purged.id_tokens
    return Object.values(purged).some((count) => count >= portionSize)
  })
  deps.log.info('expired-purged', { ...total, more })
  return { ...total, more }
}

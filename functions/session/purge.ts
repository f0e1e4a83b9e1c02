import type { Deps } from '../deps.js'
import { addSeconds } from '../time.js'
import { deleteExpired, findExpired } from './purge-store.js'

const daySeconds = 86_400
const logKeptDays = 180
// As many rows as a select permission gives at once.
const chunkSize = 100

interface Purged {
  sessions: number
  logRows: number
}

/**
 * Deletes sessions that have ended and log rows older than 180 days, a hundred at a time, so that no statement holds
 * locks for long. What is left when the time is up waits for the next run.
 */
export async function purgeExpired(deps: Deps): Promise<Purged> {
  const total: Purged = { sessions: 0, logRows: 0 }
  for (;;) {
    const chunk = await purgeChunk(deps)
    total.sessions += chunk.sessions
    total.logRows += chunk.logRows
    const isDone = chunk.sessions < chunkSize && chunk.logRows < chunkSize
    // The next hundred are a question and a deletion.
    if (isDone || !deps.budget.fits(2)) break
  }
  deps.log.info('expired-purged', { ...total })
  return total
}

async function purgeChunk(deps: Pick<Deps, 'hasura' | 'now'>): Promise<Purged> {
  const now = deps.now()
  const logBefore = addSeconds(now, -logKeptDays * daySeconds)
  const expired = await deps.hasura.run(findExpired, { now, logBefore, limit: chunkSize })
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  const variables = { sessions: ids(expired.sessions), logRows: ids(expired.auth_log), now }
  if (variables.sessions.length + variables.logRows.length === 0) return { sessions: 0, logRows: 0 }
  const answer = await deps.hasura.run(deleteExpired, variables)
  return { sessions: answer.delete_sessions.affected_rows, logRows: answer.delete_auth_log.affected_rows }
}

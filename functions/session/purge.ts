import type { Deps } from '../deps.js'
import { addSeconds } from '../time.js'
import { deleteExpired, findExpired } from './purge-store.js'

const daySeconds = 86_400
const logKeptDays = 180
// An expired ID token may still be good for a host whose clock is behind.
const tokenKeptSeconds = 600
// As many rows as a select permission gives at once.
const chunkSize = 100

interface Purged {
  sessions: number
  logRows: number
  idTokens: number
}

const nothing: Purged = { sessions: 0, logRows: 0, idTokens: 0 }

/**
 * Deletes sessions that have ended, log rows older than 180 days and ID tokens that have expired, a hundred at a time,
 * so that no statement holds locks for long. What is left when the time is up waits for the next run.
 */
export async function purgeExpired(deps: Deps): Promise<Purged> {
  const total = { ...nothing }
  for (;;) {
    const chunk = await purgeChunk(deps)
    total.sessions += chunk.sessions
    total.logRows += chunk.logRows
    total.idTokens += chunk.idTokens
    const isDone = Object.values(chunk).every((count) => count < chunkSize)
    // The next hundred are a question and a deletion.
    if (isDone || !deps.budget.fits(2)) break
  }
  deps.log.info('expired-purged', { ...total })
  return total
}

async function purgeChunk(deps: Pick<Deps, 'hasura' | 'now'>): Promise<Purged> {
  const now = deps.now()
  const logBefore = addSeconds(now, -logKeptDays * daySeconds)
  const tokensBefore = addSeconds(now, -tokenKeptSeconds)
  const found = await deps.hasura.run(findExpired, { now, logBefore, tokensBefore, limit: chunkSize })
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  const idTokens = found.used_id_tokens.map(({ jti }) => jti)
  const expired = { sessions: ids(found.sessions), logRows: ids(found.auth_log), idTokens }
  if (Object.values(expired).every((rows) => rows.length === 0)) return nothing
  const answer = await deps.hasura.run(deleteExpired, { ...expired, now })
  return {
    sessions: answer.delete_sessions.affected_rows,
    logRows: answer.delete_auth_log.affected_rows,
    idTokens: answer.delete_used_id_tokens.affected_rows,
  }
}

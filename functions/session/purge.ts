import { z } from 'zod'
import type { Deps } from '../deps.js'
import { findExpiredDocument, purgeDocument } from '../hasura/documents/purge-expired.js'

const logKeptDays = 180
// As many rows as a select permission gives at once.
const chunkSize = 100
const budgetMs = 20_000

interface Purged {
  sessions: number
  logRows: number
}

const found = z.object({
  sessions: z.array(z.object({ id: z.string() })),
  auth_log: z.array(z.object({ id: z.string() })),
})
const count = z.object({ affected_rows: z.int() })
const purged = z.object({ delete_sessions: count, delete_auth_log: count })

/**
 * Deletes sessions that have ended and log rows older than 180 days, a hundred at a time, so that no statement holds
 * locks for long. What is left when the time is up waits for the next run.
 */
export async function purgeExpired(deps: Deps): Promise<Purged> {
  const startedAt = deps.now().getTime()
  const total: Purged = { sessions: 0, logRows: 0 }
  for (;;) {
    const chunk = await purgeChunk(deps)
    total.sessions += chunk.sessions
    total.logRows += chunk.logRows
    const isDone = chunk.sessions < chunkSize && chunk.logRows < chunkSize
    if (isDone || deps.now().getTime() - startedAt > budgetMs) break
  }
  deps.log.info('expired-purged', { ...total })
  return total
}

async function purgeChunk(deps: Deps): Promise<Purged> {
  const now = deps.now()
  const logBefore = new Date(now.getTime() - logKeptDays * 86_400_000)
  const expired = await deps.hasura.request(findExpiredDocument, { now, logBefore, limit: chunkSize }, found)
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  const variables = { sessions: ids(expired.sessions), logRows: ids(expired.auth_log), now }
  if (variables.sessions.length + variables.logRows.length === 0) return { sessions: 0, logRows: 0 }
  const answer = await deps.hasura.request(purgeDocument, variables, purged)
  return { sessions: answer.delete_sessions.affected_rows, logRows: answer.delete_auth_log.affected_rows }
}

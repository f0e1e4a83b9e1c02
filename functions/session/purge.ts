import { z } from 'zod'
import type { Deps } from '../deps.js'
import { purgeExpiredDocument } from '../hasura/documents/purge-expired.js'

const logKeptDays = 180

const count = z.object({ affected_rows: z.int() })
const purged = z.object({ delete_sessions: count, delete_auth_log: count })

/** Deletes sessions that have ended and log rows older than 180 days; gives the numbers. */
export async function purgeExpired(deps: Deps): Promise<{ sessions: number; logRows: number }> {
  const now = deps.now()
  const logBefore = new Date(now.getTime() - logKeptDays * 86_400_000)
  const answer = await deps.hasura.request(purgeExpiredDocument, { now, logBefore }, purged)
  return { sessions: answer.delete_sessions.affected_rows, logRows: answer.delete_auth_log.affected_rows }
}

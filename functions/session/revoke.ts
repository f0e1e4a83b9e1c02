import { writeLog } from '../auth-log/store.js'
import type { Deps } from '../deps.js'
import { endSessions } from './store.js'

/** Which sessions to end: one, or all of whoever has that one. */
interface Revocation {
  sessionId: string
  everywhere?: boolean
}

/** Ends sessions and gives their number. Sessions that are already over count as none. */
export async function revokeSessions(
  { hasura, now }: Pick<Deps, 'hasura' | 'now'>,
  { sessionId, everywhere }: Revocation,
): Promise<number> {
  const id = { _eq: sessionId }
  const where = everywhere ? { user: { sessions: { id } } } : { id }
  const answer = await hasura.run(endSessions, { where })
  const sessions = answer.delete_sessions.returning
  if (sessions.length === 0) return 0
  const rows = sessions.map(({ id: session_id, user_id }) => {
    return { session_id, user_id, event: 'signed-out' as const, at: now() }
  })
  await hasura.run(writeLog, { rows })
  return sessions.length
}

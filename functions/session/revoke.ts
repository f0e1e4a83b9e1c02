import { writeLog } from '../auth-log/store.js'
import type { Deps } from '../deps.js'
import type { Caller } from '../hasura/session-variables.js'
import { endSessions, type OwnedBy } from './store.js'

/** Which sessions to end: one, or all of whoever has that one. */
export interface Revocation {
  sessionId: string
  everywhere?: boolean
  /** Who names the session without proof of their own: it must be theirs. */
  caller?: Caller
}

/** Ends sessions and gives their number. Sessions that are already over count as none. */
export async function revokeSessions(
  { hasura, now }: Pick<Deps, 'hasura' | 'now'>,
  { sessionId, everywhere, caller }: Revocation,
): Promise<number> {
  const named = { id: { _eq: sessionId }, ...(caller && ownedBy(caller)) }
  const where = everywhere ? { user: { sessions: named } } : named
  const answer = await hasura.run(endSessions, { where })
  const sessions = answer.delete_sessions.returning
  if (sessions.length === 0) return 0
  const rows = sessions.map(({ id: session_id, user_id }) => {
    return { session_id, user_id, event: 'signed-out' as const, at: now() }
  })
  await hasura.run(writeLog, { rows })
  return sessions.length
}

/** Session, user and role are one person's, by the rows; what Hasura says of a caller proves none of them. */
function ownedBy({ userId, role }: Caller): OwnedBy {
  return { user_id: { _eq: userId }, user: { user_roles: { role_name: { _eq: role } } } }
}

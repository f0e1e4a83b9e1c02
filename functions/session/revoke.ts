import { z } from 'zod'
import type { Deps } from '../deps.js'
import { endSessionsDocument, writeLogDocument } from '../hasura/documents/end-sessions.js'

/** Which sessions to end: one, or all of whoever has that one. */
export interface Revocation {
  sessionId: string
  everywhere?: boolean
}

const ended = z.object({
  delete_sessions: z.object({ returning: z.array(z.object({ id: z.string(), user_id: z.string() })) }),
})

/** Ends sessions and gives their number. Sessions that are already over count as none. */
export async function revokeSessions(deps: Deps, revocation: Revocation): Promise<number> {
  const where = whichSessions(revocation)
  const answer = await deps.hasura.request(endSessionsDocument, { where }, ended)
  const sessions = answer.delete_sessions.returning
  if (sessions.length === 0) return 0
  const rows = sessions.map(({ id, user_id }) => ({
    session_id: id,
    user_id,
    event: 'signed-out',
    at: deps.now(),
  }))
  await deps.hasura.request(writeLogDocument, { rows }, z.unknown())
  return sessions.length
}

function whichSessions({ sessionId, everywhere }: Revocation): Record<string, unknown> {
  const id = { _eq: sessionId }
  return everywhere ? { user: { sessions: { id } } } : { id }
}

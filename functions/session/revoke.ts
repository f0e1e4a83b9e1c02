import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { endSessions } from './ending-store.js'

/** Which sessions to end: one, or all of whoever has that one. */
export interface Revocation {
  sessionId: string
  /** Of the refresh token that names the session, where one does. */
  generation?: number
  everywhere?: boolean
}

/**
 * Ends sessions and gives their number. Sessions that are already over count as none.
 *
 * @throws AppError `refresh-token-reused` for a token that is over: it ended its own session and no other
 */
export async function revokeSessions(
  { hasura, now, log }: Pick<Deps, 'hasura' | 'now' | 'log'>,
  { sessionId, generation, everywhere }: Revocation,
): Promise<number> {
  const id = { _eq: sessionId }
  const named = { id, end_reason: { _is_null: true }, ...(generation && accepted(generation)) } as const
  const answer = await hasura.run(endSessions, {
    mine: { user: { sessions: { id } } },
    reused: generation === undefined ? { id: { _in: [] } } : { id, ...over(generation) },
    ended: everywhere ? { user: { sessions: named } } : named,
    now: now(),
  })
  if (answer.reused.affected_rows > 0) {
    log.warn('refresh-token-reused', { sessionId })
    throw new AppError('refresh-token-reused')
  }
  return answer.delete_sessions.affected_rows
}

function accepted(generation: number) {
  return {
    _or: [
      { presented: { _eq: generation } },
      { floor: { _lt: generation }, generation: { _gte: generation } },
    ],
  }
}

function over(generation: number) {
  return { presented: { _neq: generation }, floor: { _gte: generation } }
}

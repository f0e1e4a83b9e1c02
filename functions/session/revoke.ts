import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Caller } from '../hasura/session-variables.js'
import { endSessions, type OwnedBy } from './ending-store.js'

/** Which sessions to end: one, or all of whoever has that one. */
export interface Revocation {
  sessionId: string
  /** Of the refresh token that names the session, where one does. */
  generation?: number
  everywhere?: boolean
  /** Who names the session without proof of their own: it must be theirs. */
  caller?: Caller
}

/**
 * Ends sessions and gives their number. Sessions that are already over count as none.
 *
 * @throws AppError `refresh-token-reused` for a token that is over: it ended its own session and no other
 */
export async function revokeSessions(
  { hasura, now, log }: Pick<Deps, 'hasura' | 'now' | 'log'>,
  { sessionId, generation, everywhere, caller }: Revocation,
): Promise<number> {
  const id = { _eq: sessionId }
  const theirs = { id, ...(caller && ownedBy(caller)) }
  const named = {
    ...theirs,
    end_reason: { _is_null: true },
    ...(generation && accepted(generation)),
  } as const
  const answer = await hasura.run(endSessions, {
    mine: { user: { sessions: theirs } },
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

/** Session, user and role are one person's, by the rows; what Hasura says of a caller proves none of them. */
function ownedBy({ userId, role }: Caller): OwnedBy {
  return { user_id: { _eq: userId }, user: { user_roles: { role_name: { _eq: role } } } }
}

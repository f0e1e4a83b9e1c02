import type { Deps } from '../deps.js'
import type { AppError } from '../errors.js'
import { endAccess } from './store.js'

interface Loss {
  userId: string
  /** The version of the grant by which GitHub was asked; null when there was none. */
  version: number | null
  /** Of the reading that found it out, and when that began. */
  ticket: number
  startedAt: Date
  error: AppError
}

/**
 * Ends every session of a person in one write and takes GitHub's roles away. The database says why in the log that they
 * can read, once for each time that access was lost.
 *
 * @returns whether it was written; not when the person got another grant meanwhile, a later reading says otherwise, or
 *   something happened that this reading may not have seen
 */
export async function loseAccess(deps: Pick<Deps, 'now' | 'hasura' | 'log'>, loss: Loss): Promise<boolean> {
  const { userId, version, ticket, startedAt, error } = loss
  const { code, reason } = error
  const ofGrant =
    version === null ? { _not: { github_token: {} } } : { github_token: { version: { _eq: version } } }
  const endedVersions = version !== null && code === 'grant-revoked' ? [version] : []
  const id = { _eq: userId }
  const judged = { id, shown: { _eq: ticket }, ...ofGrant }
  const notes = { synced_at: startedAt, sync_attempted_at: deps.now(), sync_error: reason }
  const answer = await deps.hasura.run(endAccess, {
    user: { id, shown: { _lt: ticket }, wanted: { _lte: ticket }, ...ofGrant },
    changes: { github_roles: [], shown: ticket, access_lost: code, ...notes },
    judged,
    endedGrants: { user: judged, version: { _in: endedVersions } },
  })
  const isWritten = answer.update_users.affected_rows > 0
  if (isWritten) deps.log.warn('access-lost', { userId, code, reason })
  return isWritten
}

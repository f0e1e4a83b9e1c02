import type { Deps } from '../deps.js'
import type { AppError } from '../errors.js'
import { endAccess, unlessReadLater } from './store.js'

interface Loss {
  userId: string
  /** The version of the grant by which GitHub was asked; null when there was none. */
  version: number | null
  /** When the question to GitHub began. */
  startedAt: Date
  error: AppError
  /** The row says so already: what happened is in the log. */
  isKnown?: boolean
}

/**
 * Ends every session of a person in one write, takes GitHub's roles away, and says why in the log that they can read.
 *
 * @returns whether it was written; not when the person got another grant meanwhile, or a later reading says otherwise
 */
export async function loseAccess(deps: Pick<Deps, 'now' | 'hasura' | 'log'>, loss: Loss): Promise<boolean> {
  const { userId, version, startedAt, error, isKnown = false } = loss
  const { code, reason } = error
  const now = deps.now()
  const ofGrant =
    version === null ? { _not: { github_token: {} } } : { github_token: { version: { _eq: version } } }
  const endedVersions = version !== null && code === 'grant-revoked' ? [version] : []
  const answer = await deps.hasura.run(endAccess, {
    user: { ...unlessReadLater(userId, startedAt), ...ofGrant },
    changes: { github_roles: [], synced_at: startedAt, sync_attempted_at: now, sync_error: reason },
    log: isKnown ? [] : [{ user_id: userId, event: 'access-lost', at: now, detail: { reason: code } }],
    endedGrants: { user_id: { _eq: userId }, version: { _in: endedVersions } },
  })
  const isWritten = answer.update_users.affected_rows > 0
  if (isWritten) deps.log.warn('access-lost', { userId, code, reason })
  return isWritten
}

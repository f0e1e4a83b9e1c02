import { z } from 'zod'
import type { Deps } from '../deps.js'
import type { AppError, ErrorCode } from '../errors.js'
import type { Grant } from '../github-grant/grant.js'
import { loseAccessDocument } from '../hasura/documents/access.js'

/** What ends somebody's sessions, as soon as GitHub says it. */
export const endsAccess: ReadonlySet<ErrorCode> = new Set([
  'account-type',
  'grant-revoked',
  'organisation-required',
])

interface Loss {
  userId: string
  /** The grant by which GitHub was asked; null when there was none. */
  grant: Grant | null
  error: AppError
}

/** Ends every session of a person in one write, takes GitHub's roles away, and says why in the log that they can read. */
export async function loseAccess(
  deps: Deps,
  { userId, grant, error: { code, reason } }: Loss,
): Promise<void> {
  const now = deps.now()
  const ofGrant = grant
    ? { github_token: { version: { _eq: grant.version } } }
    : { _not: { github_token: {} } }
  const endedVersions = grant && code === 'grant-revoked' ? [grant.version] : []
  await deps.hasura.request(
    loseAccessDocument,
    {
      user: { id: { _eq: userId }, ...ofGrant },
      changes: { github_roles: [], sync_attempted_at: now, sync_error: reason },
      log: { user_id: userId, event: 'access-lost', at: now, detail: { reason: code } },
      endedGrants: { user_id: { _eq: userId }, version: { _in: endedVersions } },
    },
    z.unknown(),
  )
  deps.log.warn('access-lost', { userId, code, reason })
}

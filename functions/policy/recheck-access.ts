import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Grant } from '../github-grant/grant.js'
import { usableToken } from '../github-grant/usable-token.js'
import { keepAccessDocument } from '../hasura/documents/access.js'
import { decideAccess } from './decide-access.js'
import { loseAccess } from './lose-access.js'
import { noLaterReading } from './no-later-reading.js'

/** How long an answer of GitHub about memberships holds for a session that goes on. */
export const checkedForMs = 3_600_000

interface Recheck {
  userId: string
  /** The person's stored grant; null when it has ended. */
  grant: Grant | null
}

/**
 * Asks GitHub again whether somebody may stay signed in. Whoever may not loses all sessions at once; when GitHub
 * cannot tell, nothing is decided and nobody gets a token.
 *
 * @throws AppError `organisation-required`, `grant-revoked`, `grant-unreadable`; `github-…` when GitHub cannot tell
 */
export async function recheckAccess(deps: Deps, { userId, grant }: Recheck): Promise<void> {
  const startedAt = deps.now()
  let version = grant?.version ?? null
  try {
    if (!grant) throw new AppError('grant-revoked', { reason: 'no GitHub token is left to check with' })
    const usable = await usableToken(deps, { userId, grant })
    version = usable.version
    const githubRoles = await decideAccess(deps, usable.token)
    const user = { id: { _eq: userId }, ...noLaterReading(startedAt) }
    const changes = { checked_at: startedAt, github_roles: githubRoles }
    await deps.hasura.request(keepAccessDocument, { user, changes }, z.unknown())
  } catch (error) {
    if (error instanceof AppError && error.has('endsAccess')) {
      await loseAccess(deps, { userId, version, startedAt, error })
    }
    throw error
  }
}

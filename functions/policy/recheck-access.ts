import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Grant } from '../github-grant/store.js'
import { usableToken } from '../github-grant/usable-token.js'
import { decideAccess } from './decide-access.js'
import { loseAccess } from './lose-access.js'
import { keepAccess, unlessReadLater } from './store.js'

/** How long an answer of GitHub about memberships holds for a session that goes on. */
export const checkedForSeconds = 3600

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
    const user = unlessReadLater(userId, startedAt)
    const changes = { checked_at: startedAt, github_roles: githubRoles }
    await deps.hasura.run(keepAccess, { user, changes })
  } catch (error) {
    if (error instanceof AppError && error.has('endsAccess')) {
      await loseAccess(deps, { userId, version, startedAt, error })
    }
    throw error
  }
}

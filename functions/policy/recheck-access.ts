import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Grant } from '../github-grant/store.js'
import { usableToken } from '../github-grant/usable-token.js'
import { addSeconds } from '../time.js'
import { asksMemberships, decideAccess } from './decide-access.js'
import { loseAccess } from './lose-access.js'
import { beginCheck, keepAccess } from './store.js'

/** How long an answer of GitHub about memberships holds for a session that goes on. */
const checkedForSeconds = 3600

/**
 * What the row of a user must say for a session to go on. Where memberships decide, they must have been checked within
 * the hour, and after whatever happened at GitHub since.
 */
export function mayGoOn(config: Config, now: Date) {
  const enabled = { disabled_at: { _is_null: true } } as const
  if (!asksMemberships(config)) return enabled
  const checkedAfter = addSeconds(now, -checkedForSeconds)
  return { ...enabled, awaits_sync: { _eq: false }, checked_at: { _gt: checkedAfter } } as const
}

interface CheckedUser {
  checked_at: Date | null
  awaits_sync: boolean
}

/** Whether GitHub must be asked before the session goes on. */
export function isUnchecked(
  { config, now }: Pick<Deps, 'config' | 'now'>,
  { checked_at, awaits_sync }: CheckedUser,
): boolean {
  if (!asksMemberships(config)) return false
  return awaits_sync || checked_at === null || checked_at <= addSeconds(now(), -checkedForSeconds)
}

interface Recheck {
  userId: string
  /** The person's stored grant; null when it has ended. */
  grant: Grant | null
}

/**
 * Asks GitHub again whether somebody may stay signed in. Whoever may not loses all sessions at once; when GitHub
 * cannot tell, nothing is decided and nobody gets a token. A judgement that something newer has overtaken decides
 * nothing: the row says how it goes on.
 *
 * @throws AppError `organisation-required`, `grant-revoked`, `grant-unreadable`; `github-…` when GitHub cannot tell
 */
export async function recheckAccess(deps: Deps, { userId, grant }: Recheck): Promise<void> {
  const startedAt = deps.now()
  const begun = await deps.hasura.run(beginCheck, { userId })
  const [reading] = begun.update_users.returning
  if (!reading) return
  const { ticket } = reading
  let version = grant?.version ?? null
  try {
    if (!grant) throw new AppError('grant-revoked', { reason: 'no GitHub token is left to check with' })
    const usable = await usableToken(deps, { userId, grant })
    version = usable.version
    const githubRoles = await decideAccess(deps, usable.token)
    await deps.hasura.run(keepAccess, {
      user: { id: { _eq: userId }, shown: { _lt: ticket } },
      changes: { checked_at: startedAt, github_roles: githubRoles, shown: ticket, access_lost: null },
    })
  } catch (error) {
    const isLoss = error instanceof AppError && error.has('endsAccess')
    if (isLoss && !(await loseAccess(deps, { userId, version, ticket, startedAt, error }))) return
    throw error
  }
}

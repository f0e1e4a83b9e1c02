import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { resealIfOld } from '../github-grant/reseal.js'
import { usableToken } from '../github-grant/usable-token.js'
import { HasuraRefusal } from '../hasura/operation.js'
import { loseAccess } from '../policy/lose-access.js'
import { readGithub } from './read-github.js'
import { saveSync } from './save-sync.js'
import { beginSync, noteSync } from './store.js'

/** How a sync ended, and which columns it changed. */
export interface SyncReport {
  /** `failed` says why in `users.sync_error`; `overtaken` that something newer was there first. */
  outcome: 'synced' | 'skipped' | 'overtaken' | 'failed' | 'access-lost'
  changed: string[]
}

const skipped: SyncReport = { outcome: 'skipped', changed: [] }
const lostThings = ['github_roles', 'sessions']
const overtaken: SyncReport = { outcome: 'overtaken', changed: [] }

/**
 * Makes a person's row what GitHub says: profile, verified e-mail and roles. One question to Hasura, one write.
 *
 * Every run reads the present state, so that it does not matter how often or in which order events arrive.
 *
 * @param wanted the first reading that is new enough: a row that shows it is left alone. A row that only a re-check wrote
 *   lacks the profile, and is read all the same
 * @throws AppError for what may pass by itself (`github-unavailable`, `github-rate-limited`, `hasura-…`); what stays
 *   is recorded and does not throw
 */
export async function syncUser(deps: Deps, userId: string, wanted?: number): Promise<SyncReport> {
  const startedAt = deps.now()
  const begun = await deps.hasura.run(beginSync, { userId })
  const [user] = begun.update_users.returning
  if (!user?.github_token) return skipped
  if (wanted !== undefined && user.synced_at && user.shown >= wanted) return skipped
  const { etags: cache, ...grant } = user.github_token
  let { version } = grant
  try {
    const usable = await usableToken(deps, { userId, grant })
    // Before GitHub is asked, so that the token of somebody who may not be signed in moves on, too.
    const isStored = usable.version === grant.version
    version = isStored ? await resealIfOld(deps, userId, grant) : usable.version
    const { token } = usable
    const state = await readGithub(deps, { userId, token, scopes: grant.scopes, cache })
    return await saveSync(deps, { userId, user, state, startedAt })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.has('endsAccess')) {
      const isKnown = user.access_lost === error.code
      const { ticket } = user
      const isWritten = await loseAccess(deps, { userId, version, ticket, startedAt, error })
      return isWritten ? { outcome: 'access-lost', changed: isKnown ? [] : lostThings } : overtaken
    }
    if (!isLasting(error)) throw error
    await noteFailure(deps, userId, error)
    return { outcome: 'failed', changed: [] }
  }
}

/** What the database will not take, for example a role of GITHUB_ROLE_MAP that is not in `roles`. */
const lastingRefusals: ReadonlySet<string> = new Set([
  'constraint-violation',
  'data-exception',
  'permission-error',
])

function isLasting(error: AppError): boolean {
  return error.has('isLasting') || (error instanceof HasuraRefusal && lastingRefusals.has(error.hasuraCode))
}

async function noteFailure(
  deps: Pick<Deps, 'hasura' | 'now' | 'log'>,
  userId: string,
  { code, reason }: AppError,
): Promise<void> {
  const changes = { sync_attempted_at: deps.now(), sync_error: reason }
  await deps.hasura.run(noteSync, { userId, changes })
  deps.log.warn('user-sync-failed', { userId, code, reason })
}

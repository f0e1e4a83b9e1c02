import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { stalestUsersDocument } from '../hasura/documents/sync.js'
import { type SyncOutcome, syncUser } from './sync-user.js'

const batchSize = 50
const staleAfterMs = 24 * 3_600_000
// Vercel ends the function after 30 seconds; one more sync fits into the rest.
const budgetMs = 15_000

/** How many syncs of a batch ended how. */
export type ResyncCounts = Record<SyncOutcome, number>

const stalestUsers = z.object({ users: z.array(z.object({ id: z.string() })) })

/**
 * Syncs those whom no sync has seen for a day, longest first, for as long as the function may run. The next run goes
 * on where this one stopped.
 */
export async function resyncUsers(deps: Deps): Promise<ResyncCounts> {
  const startedAt = deps.now().getTime()
  const before = new Date(startedAt - staleAfterMs)
  const { users } = await deps.hasura.request(
    stalestUsersDocument,
    { before, limit: batchSize },
    stalestUsers,
  )
  const counts: ResyncCounts = { synced: 0, skipped: 0, failed: 0 }
  for (const { id } of users) {
    if (deps.now().getTime() - startedAt > budgetMs) break
    const outcome = await syncOrStop(deps, id)
    if (!outcome) break
    counts[outcome] += 1
  }
  deps.log.info('users-resynced', { ...counts })
  return counts
}

/** When GitHub wants us to wait, the rest of the batch waits for the next run. */
async function syncOrStop(deps: Deps, userId: string): Promise<SyncOutcome | undefined> {
  try {
    return await syncUser(deps, userId)
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('github-')) throw error
    deps.log.warn('resync-stopped', { code: error.code, reason: error.reason })
    return undefined
  }
}

import type { Deps } from '../deps.js'
import { type AppError, toAppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/operation.js'
import { addSeconds } from '../time.js'
import { findStalest } from './people-store.js'
import { noteSync } from './store.js'
import { type SyncReport, syncUser } from './sync-user.js'

const batchSize = 100
const atOnce = 5
const staleAfterSeconds = 24 * 3600
// A reading that somebody waits for, and that the event trigger gave up.
const owedAfterSeconds = 3600
// A question to Hasura, GitHub's answers and a write. A grant that is renewed on the way takes longer.
const callsOfSync = 3
// One person may have used up their own limit; several in a row mean that GitHub wants a rest from us.
const failuresInARow = 3

/** How many syncs of a run ended how; `postponed` were tried in vain and come again. */
export type ResyncCounts = Record<SyncReport['outcome'] | 'postponed', number>

/**
 * Syncs those whom no sync has tried for a day, longest first, for as long as the function may run. The next run goes
 * on where this one stopped, however it stopped.
 */
export async function resyncUsers(deps: Deps): Promise<ResyncCounts> {
  const startedAt = deps.now()
  const before = addSeconds(startedAt, -staleAfterSeconds)
  const owedBefore = addSeconds(startedAt, -owedAfterSeconds)
  const { users } = await deps.hasura.run(findStalest, { before, owedBefore, limit: batchSize })
  const queue = users.map(({ id }) => id)
  const counts: ResyncCounts = {
    synced: 0,
    skipped: 0,
    overtaken: 0,
    failed: 0,
    'access-lost': 0,
    postponed: 0,
  }
  let inARow = 0
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (inARow >= failuresInARow || !deps.budget.fits(callsOfSync)) return
      const outcome = await syncOrPostpone(deps, id)
      counts[outcome] += 1
      inARow = outcome === 'postponed' ? inARow + 1 : 0
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  deps.log.info('users-resynced', { ...counts })
  return counts
}

/**
 * Whoever cannot be synced now goes to the end of the line, so that nobody blocks it. Who merely came too late in this
 * run comes first in the next, which has all its time for them.
 */
async function syncOrPostpone(deps: Deps, userId: string): Promise<keyof ResyncCounts> {
  try {
    return (await syncUser(deps, userId)).outcome
  } catch (thrown) {
    const error = toAppError(thrown)
    const cameTooLate = !deps.budget.fits(callsOfSync)
    if (concernsEverybody(error) && !cameTooLate) throw error
    deps.log.warn('sync-postponed', { userId, code: error.code, reason: error.reason })
    if (cameTooLate) return 'postponed'
    await deps.hasura.run(noteSync, { userId, changes: { sync_attempted_at: deps.now() } })
    return 'postponed'
  }
}

/** Without Hasura, or with a configuration that GitHub or Hasura refuses, nobody can be synced. */
function concernsEverybody(error: AppError): boolean {
  if (error instanceof HasuraRefusal) return false
  return error.code === 'hasura-unavailable' || error.code === 'misconfigured'
}

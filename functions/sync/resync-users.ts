import type { Deps } from '../deps.js'
import { type AppError, toAppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/operation.js'
import { claimDue } from './claim-due.js'
import { releaseClaimed } from './people-store.js'
import { type SyncReport, syncUser } from './sync-user.js'

// Runs that overlap share the line: each takes up no more at a time than it soon gets to.
const portionSize = 25
const portions = 4
const atOnce = 5
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
  const late: string[] = []
  const counts: ResyncCounts = {
    synced: 0,
    skipped: 0,
    overtaken: 0,
    failed: 0,
    'access-lost': 0,
    postponed: 0,
  }
  let inARow = 0
  const isOver = () => inARow >= failuresInARow || !deps.budget.fits(callsOfSync)
  const work = async (queue: string[]) => {
    while (!isOver()) {
      const id = queue.shift()
      if (id === undefined) return
      const outcome = await syncOrPostpone(deps, id, late)
      counts[outcome] += 1
      inARow = outcome === 'postponed' ? inARow + 1 : 0
    }
  }
  for (let portion = 0; portion < portions && !isOver(); portion += 1) {
    const queue = await claimDue(deps, portionSize)
    if (queue.length === 0) break
    await Promise.all(Array.from({ length: atOnce }, () => work(queue)))
    const ids = [...late.splice(0), ...queue]
    // Without the time for it they come again when their claim is too old to be of a run.
    if (ids.length > 0 && deps.budget.fits(1)) await deps.hasura.run(releaseClaimed, { ids })
  }
  deps.log.info('users-resynced', { ...counts })
  return counts
}

/**
 * Whoever cannot be synced now stays taken up, at the end of the line, so that nobody blocks it. Who merely came too late
 * in this run is given back: the next one has all its time for them.
 */
async function syncOrPostpone(deps: Deps, userId: string, late: string[]): Promise<keyof ResyncCounts> {
  try {
    return (await syncUser(deps, userId)).outcome
  } catch (thrown) {
    const error = toAppError(thrown)
    const cameTooLate = !deps.budget.fits(callsOfSync)
    if (concernsEverybody(error) && !cameTooLate) throw error
    deps.log.warn('sync-postponed', { userId, code: error.code, reason: error.reason })
    if (cameTooLate) late.push(userId)
    return 'postponed'
  }
}

/** Without Hasura, or with a configuration that GitHub or Hasura refuses, nobody can be synced. */
function concernsEverybody(error: AppError): boolean {
  if (error instanceof HasuraRefusal) return false
  return error.code === 'hasura-unavailable' || error.code === 'misconfigured'
}

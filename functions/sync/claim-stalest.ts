import type { Deps } from '../deps.js'
import { addSeconds } from '../time.js'
import { claimStale, findStalest } from './people-store.js'

const staleAfterSeconds = 24 * 3600
// A reading that somebody waits for, and that the event trigger gave up.
const owedAfterSeconds = 3600
// Longer than a run takes. Whom it met a failure with, or who was left by a run that was killed, comes again then.
const claimedForSeconds = 3600
const attempts = 5

/** Takes up those who have waited longest, so that no other run asks GitHub about them. Nobody is left when it is empty. */
export async function claimStalest(
  { hasura, now }: Pick<Deps, 'hasura' | 'now'>,
  limit: number,
): Promise<string[]> {
  const at = now()
  const times = {
    before: addSeconds(at, -staleAfterSeconds),
    owedBefore: addSeconds(at, -owedAfterSeconds),
    claimedBefore: addSeconds(at, -claimedForSeconds),
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { users } = await hasura.run(findStalest, { ...times, limit })
    if (users.length === 0) return []
    const claim = await hasura.run(claimStale, { ...times, ids: users.map(({ id }) => id), now: at })
    const claimed = claim.update_users.returning.map(({ id }) => id)
    // Without any, another run was faster with all of them, and there may be more.
    if (claimed.length > 0) return claimed
  }
  return []
}

import type { Deps } from '../deps.js'
import { claimDue as claim, findDue } from './people-store.js'

const attempts = 5

/** Takes up those who have waited longest, so that no other run asks GitHub about them. Nobody is left when it is empty. */
export async function claimDue(
  { hasura, now }: Pick<Deps, 'hasura' | 'now'>,
  limit: number,
): Promise<string[]> {
  const at = now()
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { users } = await hasura.run(findDue, { now: at, limit })
    if (users.length === 0) return []
    const answer = await hasura.run(claim, { ids: users.map(({ id }) => id), now: at })
    const claimed = answer.update_users.returning.map(({ id }) => id)
    // Without any, another run was faster with all of them, and there may be more.
    if (claimed.length > 0) return claimed
  }
  return []
}

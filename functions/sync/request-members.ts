import type { Deps } from '../deps.js'
import { requestMemberSyncs } from './people-store.js'

// A tenth of a second of a database, and the locks of as many people.
const portionSize = 1000

interface Requested {
  requested: number
  /** Whether the time was up before everybody was asked about. Those who are left are read within a day all the same. */
  more: boolean
}

/** Asks for a sync of everybody to whom GitHub gives a role, a portion at a time. */
export async function requestMembers({
  hasura,
  budget,
}: Pick<Deps, 'hasura' | 'budget'>): Promise<Requested> {
  let requested = 0
  let after = ''
  do {
    const answer = await hasura.run(requestMemberSyncs, { after, batch: portionSize })
    const [{ people, last_id: last }] = answer.request_member_syncs
    requested += people
    if (last === null || people < portionSize) return { requested, more: false }
    after = last
  } while (budget.fits(1))
  return { requested, more: true }
}

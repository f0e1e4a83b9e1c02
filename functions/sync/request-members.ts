import type { Deps } from '../deps.js'
import { inPortions, portionSize } from '../portions.js'
import { requestMemberSyncs } from './people-store.js'

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
  const more = await inPortions(budget, async () => {
    const answer = await hasura.run(requestMemberSyncs, { after, batch: portionSize })
    const [{ people, last_id: last }] = answer.request_member_syncs
    requested += people
    after = last ?? after
    return last !== null && people >= portionSize
  })
  return { requested, more }
}

import * as z from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { purgeExpired } from '../session/purge.js'
import { resyncUsers } from '../sync/resync-users.js'
import { type SyncReport, syncUser } from '../sync/sync-user.js'

/** Does what Hasura delivers an event for. Being run twice does no harm to any of them. */
type Trigger = (deps: Deps, body: unknown) => Promise<unknown>

interface TriggerRow<Payload> {
  payload: z.ZodType<Payload>
  run: (deps: Deps, payload: Payload) => Promise<unknown>
}

/**
 * What Hasura delivers for the trigger `sync_user`: somebody signed in, or GitHub told us that something changed. A
 * manual invocation has the same form with what the operator gave as `new`; of every other payload we know what the
 * table is called. Nothing of the row is believed but its id and which reading it wanted, which tells an event that is
 * already dealt with; one that was written before rows had it is always read.
 *
 * @see https://hasura.io/docs/2.0/event-triggers/payload/
 */
const userEventShape = z.object({
  id: z.string(),
  trigger: z.object({ name: z.literal('sync_user') }),
  table: z.object({ schema: z.literal('public'), name: z.literal('users') }),
  event: z.object({
    op: z.enum(['INSERT', 'UPDATE', 'MANUAL']),
    data: z.object({
      new: z.object({
        id: z.string().regex(/^[1-9]\d{0,18}$/),
        wanted: z.int().nonnegative().optional(),
      }),
    }),
  }),
})

/** @see https://hasura.io/docs/2.0/scheduled-triggers/create-cron-triggers/ */
const cronEventShape = (name: string) =>
  z.object({ id: z.string(), name: z.literal(name), scheduled_time: z.string() })

/** The event trigger and the cron triggers of hasura/metadata. */
export const triggers: ReadonlyMap<string, Trigger> = new Map([
  trigger('sync_user', { payload: userEventShape, run: syncForEvent }),
  trigger('purge_expired', { payload: cronEventShape('purge_expired'), run: purgeExpired }),
  trigger('resync_users', { payload: cronEventShape('resync_users'), run: resyncUsers }),
])

/** @throws AppError `invalid-input` from the trigger, for a payload that is not its own */
function trigger<Payload>(name: string, { payload, run }: TriggerRow<Payload>): [string, Trigger] {
  const handle: Trigger = async (deps, body) => {
    const parsed = payload.safeParse(body)
    if (!parsed.success) throw new AppError('invalid-input', { reason: `not an event of ${name}` })
    return run(deps, parsed.data)
  }
  return [name, handle]
}

async function syncForEvent(deps: Deps, { event }: z.output<typeof userEventShape>): Promise<SyncReport> {
  const { id } = event.data.new
  const wanted = event.op === 'MANUAL' ? undefined : event.data.new.wanted
  const report = await syncUser(deps, id, wanted)
  // Whoever was faster may have read before what this event tells of.
  return report.outcome === 'overtaken' ? syncUser(deps, id, wanted) : report
}

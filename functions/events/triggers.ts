import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { purgeExpired } from '../session/purge.js'
import { resyncUsers } from '../sync/resync-users.js'
import { type SyncReport, syncUser } from '../sync/sync-user.js'
import { timestampShape } from '../time.js'

/** Does what Hasura delivers an event for. Being run twice does no harm to any of them. */
type Trigger = (deps: Deps, body: unknown) => Promise<unknown>

interface TriggerRow<Payload> {
  payload: z.ZodType<Payload>
  run: (deps: Deps, payload: Payload) => Promise<unknown>
}

/**
 * What Hasura delivers for the trigger `sync_user`: somebody signed in, or GitHub told us that something changed. A
 * manual invocation has the same form with what the operator gave as `new`; of every other payload we know what the
 * table is called. Nothing of the row is believed but its id and the times, which tell an event that is already dealt
 * with.
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
        last_signed_in_at: timestampShape.optional(),
        sync_requested_at: timestampShape.nullish(),
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
  const { id, last_signed_in_at, sync_requested_at } = event.data.new
  const times = [last_signed_in_at, sync_requested_at].filter((time) => time !== undefined && time !== null)
  const latest = times.sort((a, b) => a.getTime() - b.getTime()).at(-1)
  const since = event.op === 'MANUAL' ? undefined : latest
  const report = await syncUser(deps, id, since)
  // Whoever was faster may have read before what this event tells of.
  return report.outcome === 'overtaken' ? syncUser(deps, id, since) : report
}

import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { timestamp } from '../hasura/timestamp.js'
import { syncUser as sync } from '../sync/sync-user.js'

/**
 * What Hasura delivers for the trigger `sync_user`. A manual invocation has the same form with what the operator gave
 * as `new`; of every other payload we know what the table is called.
 *
 * @see https://hasura.io/docs/2.0/event-triggers/payload/
 */
const payload = z.object({
  id: z.string(),
  trigger: z.object({ name: z.literal('sync_user') }),
  table: z.object({ schema: z.literal('public'), name: z.literal('users') }),
  event: z.object({
    op: z.enum(['INSERT', 'UPDATE', 'MANUAL']),
    data: z.object({
      new: z.object({
        id: z.string().regex(/^[1-9]\d{0,18}$/),
        last_signed_in_at: timestamp.optional(),
        sync_requested_at: timestamp.nullish(),
      }),
    }),
  }),
})

/**
 * Event trigger `sync_user`: somebody signed in, or GitHub told us that something changed. Nothing of the row is
 * believed but its id and the times, which tell an event that is already dealt with.
 */
export async function syncUser(deps: Deps, body: unknown): Promise<unknown> {
  const parsed = payload.safeParse(body)
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'not an event of sync_user' })
  const { op, data } = parsed.data.event
  const times = [data.new.last_signed_in_at, data.new.sync_requested_at].filter(
    (time) => time !== undefined && time !== null,
  )
  const latest = times.sort((a, b) => a.getTime() - b.getTime()).at(-1)
  const since = op === 'MANUAL' ? undefined : latest
  const report = await sync(deps, data.new.id, since)
  // Whoever was faster may have read before what this event tells of.
  return report.outcome === 'overtaken' ? sync(deps, data.new.id, since) : report
}

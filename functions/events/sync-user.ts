import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
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
    data: z.object({ new: z.object({ id: z.string().regex(/^[1-9]\d{0,18}$/) }) }),
  }),
})

/** Event trigger `sync_user`: somebody signed in. Nothing of the row but its id is believed. */
export async function syncUser(deps: Deps, body: unknown): Promise<unknown> {
  const parsed = payload.safeParse(body)
  if (!parsed.success) throw new AppError('invalid-input', { reason: 'not an event of sync_user' })
  const userId = parsed.data.event.data.new.id
  return { outcome: await sync(deps, userId) }
}

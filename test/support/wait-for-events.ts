import { vi } from 'vitest'
import { count } from '../../dev/stack/count.js'
import type { Database } from '../../engine/src/index.js'

const pending = 'not delivered and not error'

/**
 * Waits until every event was delivered or given up, so that no sync of it is still on its way.
 *
 * @param timeout in milliseconds; longer than the pause before a second attempt
 * @throws Error at once when one of them is to be tried again only later than that
 */
export async function waitForEvents(database: Pick<Database, 'query'>, timeout = 40_000): Promise<void> {
  const until = Date.now() + timeout
  const isQuiet = async () => {
    await expectNoneLaterThan(database, new Date(until))
    return (await count(database, 'hdb_catalog.event_log', pending)) === 0
  }
  await vi.waitUntil(isQuiet, { timeout, interval: 50 })
}

async function expectNoneLaterThan(database: Pick<Database, 'query'>, time: Date): Promise<void> {
  const { rows } = await database.query<{ trigger_name: string; at: string; response: string | null }>(
    `select trigger_name, next_retry_at::text as at,
       (select response::text from hdb_catalog.event_invocation_logs where event_id = e.id order by created_at desc limit 1) as response
     from hdb_catalog.event_log e where ${pending} and next_retry_at > $1::timestamptz at time zone 'UTC' limit 1`,
    [time],
  )
  const [late] = rows
  if (late)
    throw new Error(
      `${late.trigger_name} is tried again only at ${late.at}, after the answer ${late.response}`,
    )
}

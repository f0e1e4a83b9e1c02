import type { Database, Queryable } from '../database/database.js'
import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import type { Attempt } from '../webhook/attempt.js'
import type { ClaimedEvent } from './claim-events.js'

/** Writes down how an attempt went and decides what becomes of the event. */
export async function recordAttempt(
  database: Database,
  event: ClaimedEvent,
  trigger: EventTriggerMetadata,
  attempt: Attempt,
  now: Date,
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO hdb_catalog.event_invocation_logs (trigger_name, event_id, status, request, response)
       VALUES ($1, $2, $3, $4, $5)`,
      [event.trigger, event.id, attempt.status, attempt.request, attempt.response],
    )
    await tx.query('UPDATE hdb_catalog.event_log SET tries = tries + 1 WHERE id = $1', [event.id])
    if (attempt.ok) return finish(tx, event.id, 'delivered')
    const delaySeconds = retryDelaySeconds(event, trigger, attempt)
    if (delaySeconds === undefined) return finish(tx, event.id, 'error')
    return retryLater(tx, event.id, delaySeconds, now)
  })
}

/** `Retry-After` counts even when the retries are used up; that is Hasura's rule. */
function retryDelaySeconds(
  event: ClaimedEvent,
  { retry_conf }: EventTriggerMetadata,
  attempt: Attempt,
): number | undefined {
  if (attempt.retryAfterSeconds !== undefined) return attempt.retryAfterSeconds
  return event.tries >= retry_conf.num_retries ? undefined : retry_conf.interval_sec
}

async function finish(tx: Queryable, id: string, column: 'delivered' | 'error'): Promise<void> {
  await tx.query(
    `UPDATE hdb_catalog.event_log
     SET ${column} = true, next_retry_at = NULL, locked = NULL, locked_by = NULL WHERE id = $1`,
    [id],
  )
}

/** Unlocks the event for another attempt. */
export async function retryLater(
  database: Queryable,
  id: string,
  delaySeconds: number,
  now: Date,
): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.event_log
     SET next_retry_at = $2::timestamptz, locked = NULL, locked_by = NULL WHERE id = $1`,
    [id, new Date(now.getTime() + delaySeconds * 1000)],
  )
}

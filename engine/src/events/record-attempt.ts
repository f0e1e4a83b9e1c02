import type { Queryable } from '../database/database.js'
import type { Attempt } from '../delivery/attempt.js'
import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import type { ClaimedEvent } from './claim-events.js'

interface AttemptedEvent {
  event: ClaimedEvent
  trigger: EventTriggerMetadata
  attempt: Attempt
}

/** Writes down how an attempt went and decides what becomes of the event, in one statement. */
export async function recordAttempt(
  database: Queryable,
  { event, trigger, attempt }: AttemptedEvent,
  now: Date,
): Promise<void> {
  const delaySeconds = attempt.ok ? undefined : retryDelaySeconds(event, trigger, attempt)
  const isOver = !attempt.ok && delaySeconds === undefined
  await database.query(
    `WITH logged AS (
       INSERT INTO hdb_catalog.event_invocation_logs (trigger_name, event_id, status, request, response)
       VALUES ($2, $1, $3, $4, $5)
     )
     UPDATE hdb_catalog.event_log SET tries = tries + 1, delivered = $6, error = $7,
       next_retry_at = $8::timestamptz, locked = NULL, locked_by = NULL
     WHERE id = $1`,
    [
      event.id,
      event.trigger,
      attempt.status,
      attempt.request,
      attempt.response,
      attempt.ok,
      isOver,
      delaySeconds === undefined ? null : secondsAfter(now, delaySeconds),
    ],
  )
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
    [id, secondsAfter(now, delaySeconds)],
  )
}

function secondsAfter(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000)
}

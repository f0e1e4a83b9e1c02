import type { Database, Queryable } from '../database/database.js'
import type { Cleanup } from './find-cleanups.js'

/** The ids of the clean-ups that are due, at most one of each trigger: of missed ones only the last is made up for. */
export async function dueCleanups(
  database: Queryable,
  triggers: readonly string[],
  now: Date,
): Promise<{ id: string; trigger: string }[]> {
  const { rows } = await database.query<{ id: string; trigger: string; isLast: boolean }>(
    `SELECT id, trigger_name AS trigger,
       scheduled_at = max(scheduled_at) OVER (PARTITION BY trigger_name) AS "isLast"
     FROM hdb_catalog.hdb_event_log_cleanups
     WHERE status = 'scheduled' AND scheduled_at <= $1::timestamptz AT TIME ZONE 'UTC'
       AND trigger_name = ANY ($2::text[])`,
    [now, triggers],
  )
  const missed = rows.filter(({ isLast }) => !isLast).map(({ id }) => id)
  if (missed.length > 0) await markDead(database, missed)
  return rows.filter(({ isLast }) => isLast)
}

/** Gives up on clean-ups. */
export async function markDead(database: Queryable, ids: readonly string[]): Promise<void> {
  await database.query(
    "UPDATE hdb_catalog.hdb_event_log_cleanups SET status = 'dead' WHERE id = ANY ($1::text[]) AND status = 'scheduled'",
    [ids],
  )
}

/**
 * Deletes one batch of events that are done and old, and counts them, in one transaction: an engine that is killed
 * meanwhile leaves a clean-up that another goes on with. A row that another engine works on is left to it.
 *
 * @returns is there more to delete?
 */
export function cleanBatch(database: Database, id: string, cleanup: Cleanup, now: Date): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.query("SELECT set_config('statement_timeout', $1, true)", [`${cleanup.timeoutSeconds}s`])
    const { rowCount } = await tx.query(
      `SELECT FROM hdb_catalog.hdb_event_log_cleanups WHERE id = $1 AND status = 'scheduled' FOR UPDATE SKIP LOCKED`,
      [id],
    )
    if (rowCount === 0) return false
    const events = await deleteEvents(tx, cleanup, now)
    const logs = await forgetInvocations(tx, events, cleanup)
    const isOver = events.length < cleanup.batchSize
    await tx.query(
      `UPDATE hdb_catalog.hdb_event_log_cleanups SET status = $2,
         deleted_event_logs = coalesce(deleted_event_logs, 0) + $3,
         deleted_event_invocation_logs = coalesce(deleted_event_invocation_logs, 0) + $4
       WHERE id = $1`,
      [id, isOver ? 'completed' : 'scheduled', events.length, logs],
    )
    return !isOver
  })
}

async function deleteEvents(tx: Queryable, cleanup: Cleanup, now: Date): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `DELETE FROM hdb_catalog.event_log WHERE id IN (
       SELECT id FROM hdb_catalog.event_log
       WHERE trigger_name = $1 AND (delivered OR error) AND locked IS NULL
         AND created_at < $2::timestamptz AT TIME ZONE 'UTC' - make_interval(hours => $3)
       ORDER BY created_at LIMIT $4 FOR UPDATE SKIP LOCKED
     ) RETURNING id`,
    [cleanup.trigger, now, cleanup.olderThanHours, cleanup.batchSize],
  )
  return rows.map(({ id }) => id)
}

/** Invocation logs are deleted with their events, or kept without them. @returns how many were deleted */
async function forgetInvocations(
  tx: Queryable,
  events: readonly string[],
  { withInvocationLogs }: Cleanup,
): Promise<number> {
  const change = withInvocationLogs
    ? 'DELETE FROM hdb_catalog.event_invocation_logs'
    : 'UPDATE hdb_catalog.event_invocation_logs SET event_id = NULL'
  const { rowCount } = await tx.query(`${change} WHERE event_id = ANY ($1::text[])`, [events])
  return withInvocationLogs ? rowCount : 0
}

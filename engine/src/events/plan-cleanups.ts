import { nextTimes } from '../cron/cron-schedule.js'
import type { Queryable } from '../database/database.js'
import type { Cleanup } from './find-cleanups.js'

/** How many times ahead a clean-up is planned, as in Hasura. */
const PLANNED_AHEAD = 50

const TIMES = `SELECT trigger_name, to_timestamp(time / 1000) AT TIME ZONE 'UTC' AS scheduled_at
  FROM json_to_recordset($1::json) AS given (trigger_name text, time float8)`

/**
 * Writes the coming clean-ups into `hdb_catalog.hdb_event_log_cleanups`. What was planned for a paused trigger is
 * marked so; what was planned by an earlier schedule is forgotten.
 */
export async function planCleanups(
  database: Queryable,
  cleanups: readonly Cleanup[],
  now: Date,
): Promise<void> {
  const active = cleanups.filter(({ isPaused }) => !isPaused)
  const times = active.flatMap(({ trigger, schedule }) =>
    nextTimes(schedule, now, PLANNED_AHEAD).map((time) => ({ trigger_name: trigger, time: time.getTime() })),
  )
  const paused = cleanups.filter(({ isPaused }) => isPaused).map(({ trigger }) => trigger)
  await database.query(
    `DELETE FROM hdb_catalog.hdb_event_log_cleanups AS c
     WHERE c.status = 'scheduled' AND c.trigger_name <> ALL ($2::text[])
       AND c.scheduled_at > $3::timestamptz AT TIME ZONE 'UTC'
       AND NOT EXISTS (
         SELECT FROM (${TIMES}) AS t
         WHERE t.trigger_name = c.trigger_name AND t.scheduled_at = c.scheduled_at)`,
    [JSON.stringify(times), paused, now],
  )
  if (cleanups.length === 0) return
  await database.query(
    `UPDATE hdb_catalog.hdb_event_log_cleanups SET status = 'paused'
     WHERE status = 'scheduled' AND trigger_name = ANY ($1::text[])`,
    [paused],
  )
  await database.query(
    `INSERT INTO hdb_catalog.hdb_event_log_cleanups (trigger_name, scheduled_at, status)
     SELECT trigger_name, scheduled_at, 'scheduled' FROM (${TIMES}) AS t
     ON CONFLICT (trigger_name, scheduled_at) DO UPDATE SET status = 'scheduled'
     WHERE hdb_event_log_cleanups.status = 'paused'`,
    [JSON.stringify(times)],
  )
}

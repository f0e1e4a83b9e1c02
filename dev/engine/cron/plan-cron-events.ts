import type { Database } from '../database/database.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import { nextTimes } from './cron-schedule.js'

/** How many times ahead a trigger is planned, as in Hasura. */
const PLANNED_AHEAD = 100

/**
 * Writes the coming times of every cron trigger into `hdb_catalog.hdb_cron_events`. Times planned by an earlier
 * schedule, or for a trigger that is gone, are forgotten; those that are past stay to be delivered.
 */
export async function planCronEvents(
  database: Database,
  triggers: readonly CronTriggerMetadata[],
  now: Date,
): Promise<void> {
  const planned = triggers.flatMap(({ name, schedule }) =>
    nextTimes(schedule, now, PLANNED_AHEAD).map((time) => ({
      trigger_name: name,
      scheduled_time: time.toISOString(),
    })),
  )
  await database.transaction(async (tx) => {
    await tx.query(
      `DELETE FROM hdb_catalog.hdb_cron_events
       WHERE status = 'scheduled' AND tries = 0 AND scheduled_time > $1::timestamptz
         AND (trigger_name, scheduled_time) NOT IN (${PLANNED})`,
      [now, JSON.stringify(planned)],
    )
    await tx.query(
      `INSERT INTO hdb_catalog.hdb_cron_events (trigger_name, scheduled_time) ${PLANNED.replace('$2', '$1')}
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(planned)],
    )
  })
}

const PLANNED = `SELECT trigger_name, scheduled_time
  FROM json_to_recordset($2::json) AS planned (trigger_name text, scheduled_time timestamptz)`

/** Plans further ahead those triggers whose plan has become short. */
export async function extendCronPlan(
  database: Database,
  triggers: readonly CronTriggerMetadata[],
  now: Date,
): Promise<void> {
  const { rows } = await database.query<{ trigger: string; planned: number }>(
    `SELECT trigger_name AS trigger, count(*)::int AS planned FROM hdb_catalog.hdb_cron_events
     WHERE status = 'scheduled' AND scheduled_time > $1::timestamptz GROUP BY trigger_name`,
    [now],
  )
  const isShort = ({ name }: CronTriggerMetadata) =>
    (rows.find(({ trigger }) => trigger === name)?.planned ?? 0) < PLANNED_AHEAD / 2
  if (triggers.some(isShort)) await planCronEvents(database, triggers, now)
}

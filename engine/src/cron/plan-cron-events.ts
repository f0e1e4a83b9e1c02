import type { Queryable } from '../database/database.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import { nextTimes } from './cron-schedule.js'

/** How many times ahead a trigger is planned, as in Hasura. */
const PLANNED_AHEAD = 100
/** A plan that has become shorter is extended. */
const SHORTEST_PLAN = 50

interface CronTime {
  trigger_name: string
  /** Milliseconds since 1970. */
  time: number
}

/**
 * Writes the coming times of every cron trigger into `hdb_catalog.hdb_cron_events`. Times planned by an earlier
 * schedule, or for a trigger that is gone, are forgotten; those that are past stay to be delivered.
 */
export async function planCronEvents(
  database: Queryable,
  triggers: readonly CronTriggerMetadata[],
  now: Date,
): Promise<void> {
  const wanted = triggers.flatMap(({ name, schedule }) =>
    nextTimes(schedule, now, PLANNED_AHEAD).map((time) => ({ trigger_name: name, time: time.getTime() })),
  )
  const { rows: planned } = await database.query<CronTime>(
    `SELECT trigger_name, extract(epoch FROM scheduled_time)::float8 * 1000 AS time FROM hdb_catalog.hdb_cron_events
     WHERE status = 'scheduled' AND tries = 0 AND scheduled_time > $1::timestamptz`,
    [now],
  )
  const wantedKeys = new Set(wanted.map(key))
  const obsolete = planned.filter((time) => !wantedKeys.has(key(time)))
  if (obsolete.length > 0) await forget(database, obsolete)
  const isShort = ({ name }: CronTriggerMetadata) =>
    planned.filter((time) => time.trigger_name === name && wantedKeys.has(key(time))).length < SHORTEST_PLAN
  if (triggers.some(isShort)) await add(database, wanted)
}

function key({ trigger_name, time }: CronTime): string {
  return `${time} ${trigger_name}`
}

async function forget(database: Queryable, times: readonly CronTime[]): Promise<void> {
  await database.query(
    `DELETE FROM hdb_catalog.hdb_cron_events AS e USING (${TIMES}) AS t
     WHERE e.status = 'scheduled' AND e.tries = 0
       AND e.trigger_name = t.trigger_name AND e.scheduled_time = t.scheduled_time`,
    [JSON.stringify(times)],
  )
}

async function add(database: Queryable, times: readonly CronTime[]): Promise<void> {
  await database.query(
    `INSERT INTO hdb_catalog.hdb_cron_events (trigger_name, scheduled_time) ${TIMES} ON CONFLICT DO NOTHING`,
    [JSON.stringify(times)],
  )
}

const TIMES = `SELECT trigger_name, to_timestamp(time / 1000) AS scheduled_time
  FROM json_to_recordset($1::json) AS given (trigger_name text, time float8)`

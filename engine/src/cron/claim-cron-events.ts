import type { Queryable } from '../database/database.js'
import type { CronTriggerMetadata } from '../metadata/schemas/cron-trigger.js'
import { type Claim, claimSql } from './claim-scheduled.js'
import { defaultRetry, formatTime, type ScheduledJob, withoutNulls } from './scheduled-job.js'

interface Row {
  id: string
  trigger: string
  scheduledSeconds: number
  tries: number
}

const SQL = claimSql(
  'cron',
  `e.id, e.trigger_name AS trigger, e.tries, extract(epoch FROM e.scheduled_time)::float8 AS "scheduledSeconds"`,
  'due.trigger_name = ANY ($4::text[])',
)

/** Claims the due events of the metadata's cron triggers. */
export async function claimCronEvents(
  database: Queryable,
  triggers: readonly CronTriggerMetadata[],
  { engineKey, limit, now }: Claim,
): Promise<ScheduledJob[]> {
  if (triggers.length === 0) return []
  const names = triggers.map(({ name }) => name)
  const { rows } = await database.query<Row>(SQL, [engineKey, now, limit, names])
  return rows.flatMap((row) => {
    const trigger = triggers.find(({ name }) => name === row.trigger)
    return trigger ? [toJob(row, trigger)] : []
  })
}

function toJob(row: Row, trigger: CronTriggerMetadata): ScheduledJob {
  const scheduledTime = new Date(row.scheduledSeconds * 1000)
  return {
    kind: 'cron',
    id: row.id,
    scheduledTime,
    tries: row.tries,
    webhook: trigger.webhook,
    headers: trigger.headers ?? [],
    retry: trigger.retry_conf ?? defaultRetry,
    requestTransform: trigger.request_transform,
    responseTransform: trigger.response_transform,
    body: withoutNulls({
      id: row.id,
      name: trigger.name,
      scheduled_time: formatTime(scheduledTime),
      payload: trigger.payload,
      comment: trigger.comment,
    }),
  }
}

import { z } from 'zod'
import type { Queryable } from '../database/database.js'
import { header } from '../metadata/schemas/common.js'
import { type Claim, claimSql } from './claim-scheduled.js'
import { defaultRetry, type ScheduledJob, withoutNulls } from './scheduled-job.js'

const json = z.string().transform((text): unknown => JSON.parse(text))
const rowSchema = z.object({
  id: z.string(),
  tries: z.number(),
  scheduledSeconds: z.number(),
  scheduledAt: z.string(),
  createdAt: z.string(),
  webhook: json.pipe(z.string()),
  headers: json.pipe(z.array(header).nullable()).nullable(),
  retry: json.pipe(z.record(z.string(), z.number()).nullable()).nullable(),
  payload: json.nullable(),
  comment: z.string().nullable(),
})

/** A time in UTC with all the digits that Postgres keeps; those of a `Date` are fewer. */
function isoTime(column: string): string {
  return `(to_json(${column} AT TIME ZONE 'UTC') #>> '{}') || 'Z'`
}

const SQL = claimSql(
  'oneOff',
  `e.id, e.tries, e.comment, e.payload, e.webhook_conf AS webhook, e.header_conf AS headers, e.retry_conf AS retry,
   extract(epoch FROM e.scheduled_time)::float8 AS "scheduledSeconds",
   ${isoTime('e.scheduled_time')} AS "scheduledAt", ${isoTime('e.created_at')} AS "createdAt"`,
)

/** Claims due one-off scheduled events. */
export async function claimOneOffEvents(
  database: Queryable,
  { engineKey, limit, now }: Claim,
): Promise<ScheduledJob[]> {
  const { rows } = await database.query(SQL, [engineKey, now, limit])
  return rows.map((row) => {
    const event = rowSchema.parse(row)
    return {
      kind: 'oneOff',
      id: event.id,
      scheduledTime: new Date(event.scheduledSeconds * 1000),
      tries: event.tries,
      webhook: event.webhook,
      headers: event.headers ?? [],
      retry: { ...defaultRetry, ...event.retry },
      body: withoutNulls({
        id: event.id,
        scheduled_time: event.scheduledAt,
        created_at: event.createdAt,
        payload: event.payload,
        comment: event.comment,
      }),
    }
  })
}

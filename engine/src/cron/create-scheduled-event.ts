import { z } from 'zod'
import type { Queryable } from '../database/database.js'
import { header } from '../metadata/schemas/common.js'

/** Arguments of `create_scheduled_event`. */
export const scheduledEventArgs = z.strictObject({
  webhook: z.string(),
  schedule_at: z.iso.datetime({ offset: true }),
  payload: z.unknown().optional(),
  headers: z.array(header).nullish(),
  retry_conf: z
    .strictObject({
      num_retries: z.int().nonnegative().optional(),
      retry_interval_seconds: z.int().nonnegative().optional(),
      timeout_seconds: z.int().positive().optional(),
      tolerance_seconds: z.int().nonnegative().optional(),
    })
    .nullish(),
  comment: z.string().nullish(),
})

/** Schedules one call of a webhook. @returns its id */
export async function createScheduledEvent(
  database: Queryable,
  args: z.output<typeof scheduledEventArgs>,
): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO hdb_catalog.hdb_scheduled_events
       (webhook_conf, scheduled_time, payload, header_conf, retry_conf, comment)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [
      JSON.stringify(args.webhook),
      args.schedule_at,
      JSON.stringify(args.payload ?? null),
      JSON.stringify(args.headers ?? []),
      JSON.stringify(args.retry_conf ?? {}),
      args.comment ?? null,
    ],
  )
  return z.object({ id: z.string() }).parse(rows[0]).id
}

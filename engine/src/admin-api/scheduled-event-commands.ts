import { z } from 'zod'
import { createScheduledEvent, scheduledEventArgs } from '../cron/create-scheduled-event.js'
import { defaultRetry, scheduledTables } from '../cron/scheduled-job.js'
import type { Queryable } from '../database/database.js'
import { HasuraError } from '../errors.js'
import { type Json, type JsonObject, toJson } from '../json/json.js'
import type { EngineState } from '../state/engine-state.js'
import type { Command } from './command.js'
import { jsonRows } from './json-rows.js'
import { parseArgs } from './parse-args.js'

const kind = z.enum(['one_off', 'cron']).transform((type) => (type === 'cron' ? 'cron' : 'oneOff'))
const status = z.enum(['scheduled', 'locked', 'delivered', 'error', 'dead'])
const page = {
  limit: z.int().nonnegative().nullish(),
  offset: z.int().nonnegative().default(0),
  get_rows_count: z.boolean().default(false),
}
const eventsArgs = z
  .object({ type: kind, trigger_name: z.string().optional(), status: z.array(status).default([]), ...page })
  .refine(({ type, trigger_name: name }) => type !== 'cron' || name !== undefined, {
    message: 'key "trigger_name" not found',
  })
const invocationsArgs = z.object({
  type: kind,
  event_id: z.string().optional(),
  trigger_name: z.string().optional(),
  ...page,
})
const deleteArgs = z.object({ type: kind, event_id: z.string() })

/** Columns that both tables have, in Hasura's order; `locked_by` is our own and not shown. */
const COLUMNS = {
  cron: 'e.id, e.trigger_name, e.scheduled_time, e.status, e.tries, e.created_at, e.next_retry_at',
  oneOff: `e.id, e.webhook_conf, e.scheduled_time, e.retry_conf, e.payload, e.header_conf, e.status, e.tries,
    e.created_at, e.next_retry_at, e.comment`,
} as const

/** The commands about cron events and one-off events. */
export const scheduledEventCommands: Readonly<Record<string, Command>> = {
  create_scheduled_event: async (args, { database }) => {
    const id = await createScheduledEvent(database, parseArgs(scheduledEventArgs, args))
    return { message: 'success', event_id: id }
  },
  get_scheduled_events: async (args, { database, state }) => {
    const { type, trigger_name: name, status: statuses, ...rest } = parseArgs(eventsArgs, args)
    if (type === 'cron') refuseUnknown(name, state.current())
    const ofTrigger = type === 'cron' ? 'e.trigger_name = $1' : '$1::text IS NULL'
    const from = `FROM ${scheduledTables[type].events} AS e
      WHERE ${ofTrigger} AND (cardinality($2::text[]) = 0 OR e.status = ANY ($2))`
    const query = {
      columns: COLUMNS[type],
      from,
      order: 'e.scheduled_time',
      values: [name ?? null, statuses],
    }
    return pageOf(database, 'events', query, rest)
  },
  get_scheduled_event_invocations: async (args, { database, state }) => {
    const { type, event_id: id, trigger_name: name, ...rest } = parseArgs(invocationsArgs, args)
    if (type === 'cron' && id === undefined) refuseUnknown(name, state.current())
    const { events, log } = scheduledTables[type]
    const ofTrigger = type === 'cron' ? 'e.trigger_name = $2' : 'true'
    const from = `FROM ${log} AS l JOIN ${events} AS e ON e.id = l.event_id
      WHERE ($1::text IS NULL OR l.event_id = $1) AND ($2::text IS NULL OR ${ofTrigger})`
    const query = { columns: 'l.*', from, order: 'l.created_at DESC', values: [id ?? null, name ?? null] }
    return pageOf(database, 'invocations', query, rest)
  },
  delete_scheduled_event: async (args, { database }) => {
    const { type, event_id: id } = parseArgs(deleteArgs, args)
    // An event that is not there is no error to Hasura.
    await database.query(`DELETE FROM ${scheduledTables[type].events} WHERE id = $1`, [id])
    return { message: 'success' }
  },
  get_cron_triggers: async (_args, { state }) => ({
    cron_triggers: state.current().cronTriggers.map((trigger) => toJson(withDefaults(trigger))),
  }),
}

function refuseUnknown(name: string | undefined, { cronTriggers }: EngineState): void {
  if (cronTriggers.some((trigger) => trigger.name === name)) return
  throw new HasuraError('not-exists', `cron trigger with name: ${name} does not exist`, { path: '$.args' })
}

interface PageQuery {
  columns: string
  from: string
  order: string
  values: readonly unknown[]
}

async function pageOf(
  database: Queryable,
  key: string,
  { columns, from, order, values }: PageQuery,
  args: { limit?: number | null | undefined; offset: number; get_rows_count: boolean },
): Promise<Json> {
  const found = await jsonRows(database, `SELECT ${columns} ${from} ORDER BY ${order} LIMIT $3 OFFSET $4`, [
    ...values,
    args.limit ?? null,
    args.offset,
  ])
  const reply: JsonObject = { [key]: found }
  if (!args.get_rows_count) return reply
  const { rows } = await database.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`, values)
  return { count: rows[0]?.count ?? 0, ...reply }
}

/** Unlike exported metadata this always shows the headers and how often is tried. */
function withDefaults(trigger: { headers?: unknown; retry_conf?: object | null | undefined }): object {
  return {
    ...trigger,
    headers: trigger.headers ?? [],
    retry_conf: { ...defaultRetry, ...trigger.retry_conf },
  }
}

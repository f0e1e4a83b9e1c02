import { z } from 'zod'
import { HasuraError } from '../errors.js'
import type { Command } from './command.js'
import { jsonRows } from './json-rows.js'
import { parseArgs } from './parse-args.js'

const source = z.string().default('default')
const page = { limit: z.int().nonnegative().default(100), offset: z.int().nonnegative().default(0) }
const logsArgs = z.object({
  name: z.string(),
  source,
  ...page,
  status: z
    .enum(
      ['pending', 'processed'],
      'event logs status can only be one of the following: processed or pending',
    )
    .optional(),
})
const invocationsArgs = z.object({ name: z.string(), source, ...page })
const byIdArgs = z.object({
  source,
  event_id: z.string(),
  invocation_log_limit: page.limit,
  invocation_log_offset: page.offset,
})

/** Our own column of the table is not shown. */
const EVENT = `id, schema_name, table_name, trigger_name, payload, delivered, error, tries, created_at, locked,
  next_retry_at, archived`

const CONDITIONS = {
  pending: 'AND NOT delivered AND NOT error AND NOT archived',
  processed: 'AND (delivered OR error) AND NOT archived',
} as const

/** The commands with which the console shows what became of events. */
export const eventLogCommands: Readonly<Record<string, Command>> = {
  pg_get_event_logs: (args, { database }) => {
    const { name, limit, offset, status } = parseArgs(logsArgs, args)
    return jsonRows(
      database,
      `SELECT ${EVENT} FROM hdb_catalog.event_log WHERE trigger_name = $1 ${status === undefined ? '' : CONDITIONS[status]}
       ORDER BY event_log.created_at DESC LIMIT $2 OFFSET $3`,
      [name, limit, offset],
    )
  },
  pg_get_event_invocation_logs: (args, { database }) => {
    const { name, limit, offset } = parseArgs(invocationsArgs, args)
    return jsonRows(
      database,
      `SELECT * FROM hdb_catalog.event_invocation_logs WHERE trigger_name = $1
       ORDER BY created_at DESC LIMIT $2 OFFSET $3`,
      [name, limit, offset],
    )
  },
  pg_get_event_by_id: async (args, { database }) => {
    const parsed = parseArgs(byIdArgs, args)
    const { event_id: id, invocation_log_limit: limit, invocation_log_offset: offset } = parsed
    const [event] = await jsonRows(database, `SELECT ${EVENT} FROM hdb_catalog.event_log WHERE id = $1`, [id])
    if (event === undefined) throw new HasuraError('not-exists', 'event not found', { path: '$.args' })
    const invocations = await jsonRows(
      database,
      `SELECT * FROM hdb_catalog.event_invocation_logs WHERE event_id = $1
       ORDER BY created_at DESC LIMIT $2 OFFSET $3`,
      [id, limit, offset],
    )
    return { event, invocations }
  },
}

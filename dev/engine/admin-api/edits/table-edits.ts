import { z } from 'zod'
import { showName } from '../../catalogue/catalogue.js'
import { HasuraError } from '../../errors.js'
import { type JsonObject, toJson } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import type { Command } from '../admin-api.js'
import { editCommand, hasDependents } from './edit-metadata.js'
import {
  findNamed,
  findSource,
  findTable,
  listAt,
  nameJson,
  type TableArgs,
  tableArgs,
} from './metadata-json.js'

const configuration = z.looseObject({})
const trackArgs = tableArgs.extend({
  configuration: configuration.optional(),
  is_enum: z.boolean().optional(),
})
const trackManyArgs = z.object({ tables: z.array(trackArgs) })
const untrackArgs = tableArgs.extend({ cascade: z.boolean().default(false) })

/** The commands about which tables are tracked, and how. */
export const tableEdits: Readonly<Record<string, Command>> = {
  // `track_table` of version 1 took the name alone.
  pg_track_table: editCommand(trackArgs, track),
  track_table: editCommand(
    z.union([trackArgs, qualifiedName.transform((table) => trackArgs.parse({ table }))]),
    track,
  ),
  pg_track_tables: editCommand(trackManyArgs, (metadata, { tables }) => {
    for (const table of tables) track(metadata, table)
  }),
  pg_untrack_table: editCommand(untrackArgs, untrack, hasDependents),
  untrack_table: editCommand(untrackArgs, untrack, hasDependents),
  pg_set_table_customization: editCommand(
    tableArgs.extend({ configuration: configuration.default({}) }),
    (metadata, args) => {
      findTable(metadata, args)['configuration'] = toJson(args.configuration)
    },
  ),
  pg_set_table_is_enum: editCommand(tableArgs.extend({ is_enum: z.boolean() }), (metadata, args) => {
    findTable(metadata, args)['is_enum'] = args.is_enum
  }),
}

function track(metadata: JsonObject, args: z.output<typeof trackArgs>): void {
  const tables = listAt(findSource(metadata, args.source), 'tables')
  if (findNamed(tables, 'table', args.table)) {
    throw new HasuraError('already-tracked', `view/table already tracked: "${showName(args.table)}"`, {
      path: '$.args',
    })
  }
  tables.push({
    table: nameJson(args.table),
    ...(args.configuration && { configuration: toJson(args.configuration) }),
    ...(args.is_enum !== undefined && { is_enum: args.is_enum }),
  })
}

function untrack(metadata: JsonObject, args: TableArgs): void {
  const tables = listAt(findSource(metadata, args.source), 'tables')
  const table = findNamed(tables, 'table', args.table)
  if (table === undefined) {
    const message = `view/table already untracked: "${showName(args.table)}"`
    throw new HasuraError('already-untracked', message, { path: '$.args' })
  }
  tables.splice(tables.indexOf(table), 1)
}

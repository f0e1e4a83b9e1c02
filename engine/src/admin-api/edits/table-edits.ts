import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { type JsonObject, toJson } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Command } from '../command.js'
import { editCommand, hasDependents } from './edit-metadata.js'
import { manyTables } from './many-tables.js'
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
const customFieldsArgs = tableArgs.extend({
  custom_root_fields: configuration.default({}),
  custom_column_names: configuration.default({}),
})
const untrackArgs = tableArgs.extend({ cascade: z.boolean().default(false) })

const trackTable = editCommand(trackArgs, track)
const trackNamed = editCommand(
  z.union([trackArgs, qualifiedName.transform((table) => trackArgs.parse({ table }))]),
  track,
)
const untrackTable = editCommand(untrackArgs, untrack, hasDependents)

/** The commands about which tables are tracked, and how. */
export const tableEdits: Readonly<Record<string, Command>> = {
  pg_track_table: trackTable,
  // Version 1 took the name alone.
  track_table: trackNamed,
  add_existing_table_or_view: trackNamed,
  pg_untrack_table: untrackTable,
  pg_track_tables: manyTables(trackTable, 'track'),
  pg_untrack_tables: manyTables(untrackTable, 'untrack'),
  set_table_custom_fields: editCommand(customFieldsArgs, (metadata, { source, table, ...fields }) => {
    findTable(metadata, { source, table })['configuration'] = toJson(fields)
  }),
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

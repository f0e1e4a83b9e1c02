import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import { type BoolExp, isAlways } from '../model/bool-exp.js'
import type { ColumnModel, TableModel } from '../model/model.js'
import type { TablePermissions } from '../permissions/permission.js'
import type { SelectedField } from '../schema/selected-field.js'
import { CHANGED_ROWS, mutationStatement, returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileMutationResponse, type ResponseShape } from './compile-mutation-response.js'
import { compileOnConflict, type OnConflict } from './compile-on-conflict.js'
import { columnOf, identifier, qualified } from './identifier.js'
import { presetValue } from './preset-value.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** Rows to insert into one table, without any that are nested in them. */
export interface Insert {
  table: TableModel
  permissions: TablePermissions
  rows: readonly ReadonlyMap<ColumnModel, Json>[]
  onConflict: OnConflict | null
}

/** The statement of an insert without nested rows; see `mutationStatement`. */
export function compileInsert(
  context: SqlContext,
  insert: Insert,
  field: Pick<SelectedField, 'selection'>,
  shape: ResponseShape,
): Sql {
  const answer = compileMutationResponse(context, field, shape, insert.table, CHANGED_ROWS)
  return mutationStatement(insert.table, insertRows(context, insert), answer)
}

/** The statement of an insert whose answer is the inserted rows themselves, each with all its columns. */
export function compileInsertForRows(context: SqlContext, insert: Insert): Sql {
  const rows = sql`(select coalesce(json_agg(row_to_json(inserted)), '[]'::json) from ${CHANGED_ROWS} as inserted)`
  return mutationStatement(insert.table, insertRows(context, insert), rows)
}

/**
 * The answer of an insert with nested rows: computed when all of them are there, from the rows as they were
 * returned by their own statements.
 */
export function compileInsertedRows(
  context: SqlContext,
  table: TableModel,
  rowsJson: string,
  affectedRows: number,
  field: SelectedField,
  shape: ResponseShape,
): Sql {
  const rows = sql`json_populate_recordset(null::${qualified(table)}, (${rowsJson})::json)`
  const affected = sql`(${affectedRows})::int4`
  const answer = compileMutationResponse(context, field, shape, table, rows, affected)
  return sql`select (${answer})::text as root`
}

function insertRows(context: SqlContext, insert: Insert): Sql {
  const { table, permissions, rows, onConflict } = insert
  const row = context.newAlias(table.name)
  const presets = permissions.insert?.presets ?? new Map()
  const columns = insertedColumns(insert)
  const tuples = rows.map((values) => {
    const cells = columns.map((column) => {
      const preset = presets.get(column)
      if (preset) return presetValue(context, preset, column)
      const value = values.get(column)
      return value === undefined ? raw('default') : typedValue(value, column.type)
    })
    return sql`(${join(cells, ', ')})`
  })
  const names = join(
    columns.map(({ name }) => identifier(name)),
    ', ',
  )
  const conflict = onConflict ? compileOnConflict(context, onConflict, permissions.update, row) : empty
  const check = compileCheck(context, insert, row)
  return sql`insert into ${qualified(table)} as ${identifier(row)} (${names}) values ${join(tuples, ', ')}${conflict}${returning(check)}`
}

/** The columns that some row gives or a preset fills; one at least, as VALUES needs something to default. */
function insertedColumns({ table, permissions, rows }: Insert): ColumnModel[] {
  const presets = permissions.insert?.presets
  const given = [...table.columns.values()].filter(
    (column) => presets?.has(column) || rows.some((row) => row.has(column)),
  )
  return given.length > 0 ? given : [...table.columns.values()].slice(0, 1)
}

/** The check of the permission; rows that a conflict made an update of are checked as updates. */
function compileCheck(context: SqlContext, { permissions, onConflict }: Insert, row: string): Sql {
  const insertCheck = permissions.insert?.check
  const updateCheck = permissions.update?.check ?? null
  const compileOr = (exp: BoolExp | undefined) =>
    exp && !isAlways(exp) ? compileBoolExp(context, exp, row) : sql`true`
  if (!onConflict || onConflict.updateColumns.length === 0 || !updateCheck) return compileOr(insertCheck)
  return sql`case when ${columnOf(row, 'xmax')} = 0 then ${compileOr(insertCheck)} else ${compileOr(updateCheck)} end`
}

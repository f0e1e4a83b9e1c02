import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import { type BoolExp, isAlways } from '../model/bool-exp.js'
import type { ColumnModel, TableModel } from '../model/model.js'
import type { TablePermissions } from '../model/permission.js'
import { returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
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

/** `INSERT … RETURNING` without nested rows. */
export function compileInsert(context: SqlContext, insert: Insert): Sql {
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

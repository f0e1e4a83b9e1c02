import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import { type BoolExp, isAlways } from '../model/bool-exp.js'
import type { OnConflict } from '../model/changes.js'
import type { ColumnModel, TableModel } from '../model/model.js'
import type { InsertPermission } from '../model/permission.js'
import { returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileOnConflict } from './compile-on-conflict.js'
import { columnOf, identifier, qualified } from './identifier.js'
import { presetValue } from './preset-value.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** Rows to insert into one table, without any that are nested in them. */
interface Insert {
  table: TableModel
  permission: InsertPermission
  rows: readonly ReadonlyMap<ColumnModel, Json>[]
  onConflict: OnConflict | null
}

/** `INSERT … RETURNING` without nested rows. */
export function compileInsert(context: SqlContext, insert: Insert): Sql {
  const { table, permission, rows, onConflict } = insert
  const row = context.newAlias(table.name)
  const columns = insertedColumns(insert)
  const tuples = rows.map((values) => {
    const cells = columns.map((column) => {
      const preset = permission.presets.get(column)
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
  const conflict = onConflict ? compileOnConflict(context, onConflict, row) : empty
  const check = compileCheck(context, insert, row)
  return sql`insert into ${qualified(table)} as ${identifier(row)} (${names}) values ${join(tuples, ', ')}${conflict}${returning(check)}`
}

/** The columns that some row gives or a preset fills; one at least, as VALUES needs something to default. */
function insertedColumns({ table, permission, rows }: Insert): ColumnModel[] {
  const given = [...table.columns.values()].filter(
    (column) => permission.presets.has(column) || rows.some((row) => row.has(column)),
  )
  return given.length > 0 ? given : [...table.columns.values()].slice(0, 1)
}

/** The check of the permission; rows that a conflict made an update of are checked as updates. */
function compileCheck(context: SqlContext, { permission, onConflict }: Insert, row: string): Sql {
  const compile = (exp: BoolExp) => (isAlways(exp) ? sql`true` : compileBoolExp(context, exp, row))
  const updateCheck = onConflict?.update?.permission.check
  if (!updateCheck) return compile(permission.check)
  return sql`case when ${columnOf(row, 'xmax')} = 0 then ${compile(permission.check)} else ${compile(updateCheck)} end`
}

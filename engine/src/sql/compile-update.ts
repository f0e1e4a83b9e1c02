import sql, { join, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import type { RowsUpdate, UpdateOperator } from '../model/changes.js'
import type { ColumnModel, TableModel } from '../model/model.js'
import type { UpdatePermission } from '../model/permission.js'
import { noRows, returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { columnOf, identifier, qualified } from './identifier.js'
import { presetValue } from './preset-value.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** One update, of a root field or of an entry of `update_t_many`. */
interface Update extends RowsUpdate {
  table: TableModel
  permission: UpdatePermission
}

/** `UPDATE … RETURNING`. */
export function compileUpdate(context: SqlContext, { table, permission, ...update }: Update): Sql {
  const row = context.newAlias(table.name)
  const values: [ColumnModel, Sql][] = [
    ...update.assignments.map(({ operator, column, operand }): [ColumnModel, Sql] => [
      column,
      ASSIGNED[operator](columnOf(row, column.name), operand, column),
    ]),
    ...[...permission.presets].map(([column, preset]): [ColumnModel, Sql] => [
      column,
      presetValue(context, preset, column),
    ]),
  ]
  // Postgres knows no empty SET; nothing to set means that nothing happens.
  if (values.length === 0) return noRows(table)
  const set = join(
    values.map(([{ name }, value]) => sql`${identifier(name)} = ${value}`),
    ', ',
  )
  const filter = compileBoolExp(context, permission.filter, row)
  const where = compileBoolExp(context, update.where, row)
  const check = permission.check ? compileBoolExp(context, permission.check, row) : sql`true`
  return sql`update ${qualified(table)} as ${identifier(row)} set ${set} where ${filter} and ${where}${returning(check)}`
}

const TEXT = { scalar: 'text', isArray: false, sql: 'text' }
const INT = { scalar: 'int4', isArray: false, sql: 'int4' }

/** What each operator assigns to a column. */
const ASSIGNED: Readonly<Record<UpdateOperator, (current: Sql, operand: Json, column: ColumnModel) => Sql>> =
  {
    _set: (_current, operand, { type }) => typedValue(operand, type),
    _inc: (current, operand, { type }) => sql`${current} + ${typedValue(operand, type)}`,
    _mul: (current, operand, { type }) => sql`${current} * ${typedValue(operand, type)}`,
    _default: () => sql`default`,
    _append: (current, operand, { type }) => sql`${current} || ${typedValue(operand, type)}`,
    _prepend: (current, operand, { type }) => sql`${typedValue(operand, type)} || ${current}`,
    _delete_key: (current, operand) => sql`${current} - ${typedValue(operand, TEXT)}`,
    _delete_elem: (current, operand) => sql`${current} - ${typedValue(operand, INT)}`,
    _delete_at_path: (current, operand) =>
      sql`${current} #- ${typedValue(operand, { ...TEXT, isArray: true, sql: 'text[]' })}`,
  }

import sql, { join, type Sql } from 'sql-template-tag'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { ColumnModel, TableModel } from '../model/model.js'
import type { TablePermissions } from '../model/permission.js'
import { UPDATE_OPERATORS, type UpdateOperator } from '../schema/plans.js'
import { noRows, returning } from './changed-rows.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { columnOf, identifier, qualified } from './identifier.js'
import { presetValue } from './preset-value.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** One update, of a root field or of an entry of `update_t_many`. */
export interface Update {
  table: TableModel
  permissions: TablePermissions
  /** Arguments as the client gave them, by operator: `{_set: {name: …}}`. */
  operators: JsonObject
  /** Which rows, besides those that the permission leaves out. */
  where: (row: string) => Sql
}

/** `UPDATE … RETURNING`. */
export function compileUpdate(context: SqlContext, update: Update): Sql {
  const { table, operators, where } = update
  const permission = update.permissions.update
  if (!permission) throw new TypeError('no update permission')
  const row = context.newAlias(table.name)
  const assignments = readAssignments(table, operators, row)
  for (const [column, preset] of permission.presets) {
    assignments.push({ column, value: presetValue(context, preset, column) })
  }
  // Postgres knows no empty SET; nothing to set means that nothing happens.
  if (assignments.length === 0) return noRows(table)
  const set = join(
    assignments.map(({ column, value }) => sql`${identifier(column.name)} = ${value}`),
    ', ',
  )
  const filter = compileBoolExp(context, permission.filter, row)
  const check = permission.check ? compileBoolExp(context, permission.check, row) : sql`true`
  return sql`update ${qualified(table)} as ${identifier(row)} set ${set} where ${filter} and ${where(row)}${returning(check)}`
}

interface Assignment {
  column: ColumnModel
  value: Sql
}

function readAssignments(table: TableModel, operators: JsonObject, row: string): Assignment[] {
  return UPDATE_OPERATORS.flatMap((operator) => {
    const operands = operators[operator]
    if (operands === undefined || !isJsonObject(operands)) return []
    return Object.entries(operands).flatMap(([name, value]) => {
      const column = [...table.columns.values()].find(({ graphqlName }) => graphqlName === name)
      return column ? [{ column, value: ASSIGNED[operator](columnOf(row, column.name), value, column) }] : []
    })
  })
}

const TEXT = { scalar: 'text', isArray: false, sql: 'text' }
const INT = { scalar: 'int4', isArray: false, sql: 'int4' }

/** What each operator assigns to a column. */
const ASSIGNED: Readonly<Record<UpdateOperator, (current: Sql, operand: Json, column: ColumnModel) => Sql>> =
  {
    _set: (_current, operand, { type }) => typedValue(operand, type),
    _inc: (current, operand, { type }) => sql`${current} + ${typedValue(operand, type)}`,
    _append: (current, operand, { type }) => sql`${current} || ${typedValue(operand, type)}`,
    _prepend: (current, operand, { type }) => sql`${typedValue(operand, type)} || ${current}`,
    _delete_key: (current, operand) => sql`${current} - ${typedValue(operand, TEXT)}`,
    _delete_elem: (current, operand) => sql`${current} - ${typedValue(operand, INT)}`,
    _delete_at_path: (current, operand) =>
      sql`${current} #- ${typedValue(operand, { ...TEXT, isArray: true, sql: 'text[]' })}`,
  }

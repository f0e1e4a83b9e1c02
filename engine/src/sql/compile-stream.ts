import sql, { raw, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import { allOf } from '../model/bool-exp.js'
import type { ColumnModel } from '../model/model.js'
import type { SelectedField } from '../schema/selected-field.js'
import { argumentType } from './argument-type.js'
import { cell } from './cell.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileSelection } from './compile-selection.js'
import { identifier, qualified } from './identifier.js'
import { readWhere } from './read-where.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

/** How far a stream has come: rows past `after` in the order of `column` are still to be sent. */
export interface StreamPosition {
  column: ColumnModel
  isDescending: boolean
  after: Json
}

const INT = { scalar: 'int4', isArray: false, sql: 'int4' }

/**
 * The next batch of a stream. Its columns are `root`, the rows as JSON text, and `last`, where the following
 * batch begins, as text; null when there is no row.
 */
export function compileStream(context: SqlContext, field: SelectedField, position: StreamPosition): Sql {
  const { plan } = field
  if (plan.kind !== 'selectStream') throw new TypeError(`${plan.kind} is not a stream`)
  const { table, permission } = plan
  const row = context.newAlias(table.name)
  const batch = context.newAlias(table.name)
  const { column } = position
  // Null where the role may not see it: such rows are not part of the stream.
  const visibleWhen = permission.columns.get(column) ?? null
  const cursor = cell(context, row, column, visibleWhen)
  const past = position.isDescending ? raw('<') : raw('>')
  const condition = allOf(permission.filter, readWhere(field.args['where'], argumentType(field, 'where')))
  const after =
    position.after === null ? sql`true` : sql`${cursor} ${past} ${typedValue(position.after, column.type)}`
  const rows = sql`select ${identifier(row)}.* from ${qualified(table)} as ${identifier(row)} where ${compileBoolExp(context, condition, row)} and ${after} order by ${cursor} ${raw(position.isDescending ? 'desc' : 'asc')} limit ${typedValue(field.args['batch_size'] ?? null, INT)}`
  const object = compileSelection(context, field.selection, batch, table)
  const last = cell(context, batch, column, visibleWhen)
  return sql`select coalesce(json_agg(${object}), '[]'::json)::text as root, (${raw(position.isDescending ? 'min' : 'max')}(${last}))::text as last from (${rows}) as ${identifier(batch)}`
}

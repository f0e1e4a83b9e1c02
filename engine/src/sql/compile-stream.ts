import sql, { raw, type Sql } from 'sql-template-tag'
import { allOf } from '../model/bool-exp.js'
import type { StreamPlan } from '../schema/plans.js'
import { cell } from './cell.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { compileSelection } from './compile-selection.js'
import { identifier, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

const INT = { scalar: 'int4', isArray: false, sql: 'int4' }

/**
 * The next batch of a stream. Its columns are `root`, the rows as JSON text, and `last`, where the following
 * batch begins, as text; null when there is no row.
 */
export function compileStream(context: SqlContext, plan: StreamPlan): Sql {
  const { table, permission, cursor } = plan
  const row = context.newAlias(table.name)
  const batch = context.newAlias(table.name)
  // Null where the role may not see it: such rows are not part of the stream.
  const position = cell(context, row, cursor)
  const condition = allOf(permission.filter, plan.where)
  const past =
    cursor.after === null
      ? sql`true`
      : sql`${position} ${raw(cursor.isDescending ? '<' : '>')} ${typedValue(cursor.after, cursor.column.type)}`
  const rows = sql`select ${identifier(row)}.* from ${qualified(table)} as ${identifier(row)} where ${compileBoolExp(context, condition, row)} and ${past} order by ${position} ${raw(cursor.isDescending ? 'desc' : 'asc')} limit ${typedValue(plan.batchSize, INT)}`
  const object = compileSelection(context, plan.selection, { row: batch, table })
  const last = cell(context, batch, cursor)
  return sql`select coalesce(json_agg(${object}), '[]'::json)::text as root, (${raw(cursor.isDescending ? 'min' : 'max')}(${last}))::text as last from (${rows}) as ${identifier(batch)}`
}

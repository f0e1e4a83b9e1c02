import sql, { type Sql } from 'sql-template-tag'
import type { CellCondition, VisibleColumn } from '../model/bool-exp.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { columnOf } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** A column's value, or null where an inherited role does not see it in this row. */
export function cell(context: SqlContext, row: string, { column, condition }: VisibleColumn): Sql {
  return visible(context, row, columnOf(row, column.name), condition)
}

/** A value of a row, or null where an inherited role does not see it in this row. */
export function visible(context: SqlContext, row: string, value: Sql, condition: CellCondition): Sql {
  return condition ? sql`case when ${compileBoolExp(context, condition, row)} then ${value} end` : value
}

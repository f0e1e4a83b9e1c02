import sql, { type Sql } from 'sql-template-tag'
import type { TableModel } from '../model/model.js'
import type { SelectedField } from '../schema/selected-field.js'
import { compileSelection, typename } from './compile-selection.js'
import { identifier, qualified } from './identifier.js'
import { jsonList, jsonObject } from './json-sql.js'
import type { SqlContext } from './sql-context.js'

/** How a mutation answers: with the row (by key, `_one`) or with `affected_rows` and `returning`. */
export type ResponseShape = 'row' | 'rows'

/**
 * The answer of a mutation from the rows that it changed.
 *
 * @param affected how many rows were changed; counted from `changed` when nested rows do not add to them
 */
export function compileMutationResponse(
  context: SqlContext,
  field: Pick<SelectedField, 'selection'>,
  shape: ResponseShape,
  table: TableModel,
  changed: Sql,
  affected: Sql = sql`(select count(*) from ${changed} as counted)`,
): Sql {
  const row = context.newAlias(table.name)
  const source = sql`${changed} as ${identifier(row)}`
  if (shape === 'row') {
    return sql`(select ${compileSelection(context, field.selection, row, table)} from ${source} limit 1)`
  }
  return jsonObject(
    field.selection.map((part) => {
      if (part.plan.kind === 'typename') return [part.key, typename(part.plan.typeName)] as const
      if (part.plan.kind === 'affectedRows') return [part.key, affected] as const
      const returned = context.newAlias(table.name)
      const object = compileSelection(context, part.selection, returned, table)
      return [part.key, jsonList(object, sql`${changed} as ${identifier(returned)}`)] as const
    }),
  )
}

/**
 * The statement of an answer from rows that earlier statements returned, as JSON text.
 *
 * @param affectedRows how many rows were changed, when there were others than these
 */
export function compileReturnedRows(
  context: SqlContext,
  field: Pick<SelectedField, 'selection'>,
  shape: ResponseShape,
  table: TableModel,
  rowsJson: string,
  affectedRows?: number,
): Sql {
  const rows = sql`json_populate_recordset(null::${qualified(table)}, (${rowsJson})::json)`
  const affected = affectedRows === undefined ? undefined : sql`(${affectedRows})::int4`
  const answer = compileMutationResponse(context, field, shape, table, rows, affected)
  return sql`select (${answer})::text as root`
}

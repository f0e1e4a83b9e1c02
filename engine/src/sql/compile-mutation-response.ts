import sql, { type Sql } from 'sql-template-tag'
import type { TableModel } from '../model/model.js'
import type { MutationAnswer } from '../schema/plans.js'
import { compileSelection } from './compile-selection.js'
import { identifier, qualified } from './identifier.js'
import { jsonList, selectedObject } from './json-sql.js'
import type { SqlContext } from './sql-context.js'

/** A mutation's answer, and the table that it is about. */
export interface Answering {
  table: TableModel
  answer: MutationAnswer
}

/**
 * The answer of a mutation from the rows that it changed.
 *
 * @param affected how many rows were changed; counted from `changed` when nested rows do not add to them
 */
export function compileMutationResponse(
  context: SqlContext,
  { table, answer }: Answering,
  changed: Sql,
  affected: Sql = sql`(select count(*) from ${changed} as counted)`,
): Sql {
  if (answer.kind === 'row') {
    const row = context.newAlias(table.name)
    const object = compileSelection(context, answer.selection, { row, table })
    return sql`(select ${object} from ${changed} as ${identifier(row)} limit 1)`
  }
  return selectedObject(answer.selection, (part) => {
    if (part.kind === 'affectedRows') return affected
    const row = context.newAlias(table.name)
    const object = compileSelection(context, part.selection, { row, table })
    return jsonList(object, sql`${changed} as ${identifier(row)}`)
  })
}

/**
 * The statement of an answer from rows that earlier statements returned, as JSON text.
 *
 * @param affectedRows how many rows were changed, when there were others than these
 */
export function compileReturnedRows(
  context: SqlContext,
  answering: Answering,
  rowsJson: string,
  affectedRows?: number,
): Sql {
  const rows = sql`json_populate_recordset(null::${qualified(answering.table)}, (${rowsJson})::json)`
  const affected = affectedRows === undefined ? undefined : sql`(${affectedRows})::int4`
  const answer = compileMutationResponse(context, answering, rows, affected)
  return sql`select (${answer})::text as root`
}

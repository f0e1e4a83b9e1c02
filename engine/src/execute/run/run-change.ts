import type { Sql } from 'sql-template-tag'
import type { Queryable } from '../../database/database.js'
import type { TableModel } from '../../model/model.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { CHANGED_ROWS, mutationStatement, statementForRows } from '../../sql/changed-rows.js'
import {
  compileMutationResponse,
  compileReturnedRows,
  type ResponseShape,
} from '../../sql/compile-mutation-response.js'
import type { SqlContext } from '../../sql/sql-context.js'
import { runMutationStatement, runQueryStatement } from './run-statement.js'

/** Rows to change, and how to answer with them. */
export interface Change {
  table: TableModel
  /** The `INSERT`, `UPDATE` or `DELETE` itself. */
  compile: (context: SqlContext) => Sql
  field: Pick<SelectedField, 'selection'>
  shape: ResponseShape
  path: string
}

/**
 * Changes rows and answers with them: one statement, unless the answer has rows of other tables. Those are read
 * when the change is done, as Hasura does, and the statement that changes rows could not see its own effect.
 */
export async function runChange(
  tx: Queryable,
  newContext: () => SqlContext,
  { table, compile, field, shape, path }: Change,
): Promise<string> {
  const context = newContext()
  const change = compile(context)
  if (!answersWithRelated(field, shape)) {
    const answer = compileMutationResponse(context, field, shape, table, CHANGED_ROWS)
    return runMutationStatement(tx, mutationStatement(table, change, answer), path)
  }
  const rows = await runMutationStatement(tx, statementForRows(table, change), path)
  return runQueryStatement(tx, compileReturnedRows(newContext(), field, shape, table, rows), path)
}

function answersWithRelated({ selection }: Change['field'], shape: ResponseShape): boolean {
  const ofRows = shape === 'row' ? selection : selection.flatMap((part) => part.selection)
  return ofRows.some(({ plan }) => plan.kind === 'related' || plan.kind === 'relatedAggregate')
}

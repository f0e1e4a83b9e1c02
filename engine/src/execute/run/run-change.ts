import type { Sql } from 'sql-template-tag'
import { plansOf } from '../../schema/output/selection.js'
import type { MutationAnswer } from '../../schema/plans.js'
import { CHANGED_ROWS, mutationStatement, statementForRows } from '../../sql/changed-rows.js'
import {
  type Answering,
  compileMutationResponse,
  compileReturnedRows,
} from '../../sql/compile-mutation-response.js'
import type { SqlContext } from '../../sql/sql-context.js'
import type { MutationTransaction } from './mutation-transaction.js'
import { runMutationStatement, runQueryStatement } from './run-statement.js'

/** Rows to change, and how to answer with them. */
export interface Change extends Answering {
  /** The `INSERT`, `UPDATE` or `DELETE` itself. */
  compile: (context: SqlContext) => Sql
  path: string
}

/**
 * Changes rows and answers with them: one statement, unless the answer has rows of other tables. Those are read
 * when the change is done, as Hasura does, and the statement that changes rows could not see its own effect.
 */
export async function runChange(tx: MutationTransaction, change: Change): Promise<string> {
  const { database, newContext } = tx
  const { table, compile, path } = change
  const single = compileChange(newContext(), change)
  if (single !== null) return runMutationStatement(database, single, path)
  const rows = await runMutationStatement(database, statementForRows(table, compile(newContext())), path)
  return runQueryStatement(database, compileReturnedRows(newContext(), change, rows), path)
}

/** The one statement of a change; null when its answer takes a second one. */
export function compileChange(context: SqlContext, change: Change): Sql | null {
  if (answersWithRelated(change.answer)) return null
  const changed = change.compile(context)
  const response = compileMutationResponse(context, change, CHANGED_ROWS)
  return mutationStatement(change.table, changed, response)
}

function answersWithRelated(answer: MutationAnswer): boolean {
  const ofRows =
    answer.kind === 'row'
      ? answer.selection
      : plansOf(answer.selection).flatMap((part) => (part.kind === 'returning' ? part.selection : []))
  return plansOf(ofRows).some(
    ({ kind }) => kind === 'related' || kind === 'relatedOne' || kind === 'relatedAggregate',
  )
}

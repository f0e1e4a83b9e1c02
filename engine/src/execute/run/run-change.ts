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
interface Change extends Answering {
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
  const { table, answer, compile, path } = change
  const context = newContext()
  const changed = compile(context)
  if (!answersWithRelated(answer)) {
    const response = compileMutationResponse(context, change, CHANGED_ROWS)
    return runMutationStatement(database, mutationStatement(table, changed, response), path)
  }
  const rows = await runMutationStatement(database, statementForRows(table, changed), path)
  return runQueryStatement(database, compileReturnedRows(newContext(), change, rows), path)
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

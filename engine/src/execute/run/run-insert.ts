import type { InsertPlan } from '../../schema/plans.js'
import { compileReturnedRows } from '../../sql/compile-mutation-response.js'
import { changeOf } from './change-of.js'
import { insertNested } from './insert-nested.js'
import type { MutationTransaction } from './mutation-transaction.js'
import { runChange } from './run-change.js'
import { runQueryStatement } from './run-statement.js'

/** Runs `insert_t` or `insert_t_one`: all rows at once, or one by one when others are nested in them. */
export async function runInsert(tx: MutationTransaction, plan: InsertPlan): Promise<string> {
  const { objects, path } = plan
  if (objects.length === 0) {
    return runQueryStatement(tx.database, compileReturnedRows(tx.newContext(), plan, '[]'), path)
  }
  const change = changeOf(plan)
  if (change !== null) return runChange(tx, change)
  const inserted = await insertNested(tx, plan, new Map(), path)
  const rows = `[${inserted.rows.join(',')}]`
  const statement = compileReturnedRows(tx.newContext(), plan, rows, inserted.affectedRows)
  return runQueryStatement(tx.database, statement, path)
}

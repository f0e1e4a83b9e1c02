import type { MutationPlan, UpdateManyPlan } from '../../schema/plans.js'
import { compileQuery } from '../../sql/compile-query.js'
import { changeOf } from './change-of.js'
import type { MutationTransaction } from './mutation-transaction.js'
import { runChange } from './run-change.js'
import { runInsert } from './run-insert.js'
import { runQueryStatement } from './run-statement.js'

/** Runs a root field that changes the database; gives its answer as JSON text. */
export async function runMutation(tx: MutationTransaction, plan: MutationPlan): Promise<string> {
  switch (plan.kind) {
    case 'insert':
      return runInsert(tx, plan)
    case 'update':
    case 'delete':
      return runChange(tx, changeOf(plan))
    case 'updateMany':
      return runUpdateMany(tx, plan)
    case 'changingFunction':
      return runQueryStatement(tx.database, compileQuery(tx.newContext(), plan), '$')
  }
}

/** The updates of `update_t_many` run one after the other: later ones see what earlier ones did. */
async function runUpdateMany(
  tx: MutationTransaction,
  { updates, ...shared }: UpdateManyPlan,
): Promise<string> {
  const answers: string[] = []
  for (const update of updates) {
    answers.push(await runChange(tx, changeOf({ ...shared, ...update, kind: 'update' })))
  }
  return `[${answers.join(',')}]`
}

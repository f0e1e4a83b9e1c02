import type { MutationPlan, UpdateManyPlan } from '../../schema/plans.js'
import { compileDelete } from '../../sql/compile-delete.js'
import type { Answering } from '../../sql/compile-mutation-response.js'
import { compileQuery } from '../../sql/compile-query.js'
import { compileUpdate, type Update } from '../../sql/compile-update.js'
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
      return runUpdate(tx, plan)
    case 'updateMany':
      return runUpdateMany(tx, plan)
    case 'delete':
      return runChange(tx, { ...plan, compile: (context) => compileDelete(context, plan), path: '$' })
    case 'changingFunction':
      return runQueryStatement(tx.database, compileQuery(tx.newContext(), plan), '$')
  }
}

async function runUpdate(tx: MutationTransaction, update: Update & Answering): Promise<string> {
  return runChange(tx, { ...update, compile: (context) => compileUpdate(context, update), path: '$' })
}

/** The updates of `update_t_many` run one after the other: later ones see what earlier ones did. */
async function runUpdateMany(
  tx: MutationTransaction,
  { updates, ...shared }: UpdateManyPlan,
): Promise<string> {
  const answers: string[] = []
  for (const update of updates) answers.push(await runUpdate(tx, { ...shared, ...update }))
  return `[${answers.join(',')}]`
}

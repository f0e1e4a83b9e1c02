import sql, { type Sql } from 'sql-template-tag'
import type { FunctionPlan, QueryPlan, SelectPlan } from '../schema/plans.js'
import { callFunction } from './call-function.js'
import { compileAggregate } from './compile-aggregate.js'
import type { RowSource } from './compile-rows.js'
import { compileFirst, compileList, compileOne } from './compile-selection.js'
import { qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'

/** Root fields that one statement reads the answer of. */
type ReadingPlan = QueryPlan | FunctionPlan<'changingFunction'>

/** The one statement that answers a root field of a query; its only column is the JSON as text. */
export function compileQuery(context: SqlContext, plan: ReadingPlan): Sql {
  return sql`select (${compileRoot(context, plan)})::text as root`
}

function compileRoot(context: SqlContext, plan: ReadingPlan): Sql {
  switch (plan.kind) {
    case 'select':
      return compileList(context, tableSource(plan), plan)
    case 'selectAggregate':
      return compileAggregate(context, tableSource(plan), plan)
    case 'selectOne':
      return compileOne(context, tableSource(plan), plan.selection, plan.where)
    case 'functionAggregate':
      return compileAggregate(context, functionSource(context, plan), plan)
    case 'function':
    case 'changingFunction': {
      const source = functionSource(context, plan)
      return plan.fn.returnsSet ? compileList(context, source, plan) : compileFirst(context, source, plan)
    }
  }
}

function tableSource({ table, permission }: SelectPlan): RowSource {
  return { from: qualified(table), table, permission }
}

type CallingPlan = Exclude<ReadingPlan, SelectPlan>

function functionSource(context: SqlContext, { fn, args, permission }: CallingPlan): RowSource {
  return { from: callFunction(context, fn.call, null, args), table: fn.table, permission }
}

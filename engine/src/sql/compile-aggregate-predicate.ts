import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { AggregatePredicate } from '../model/bool-exp.js'
import { PREDICATE_FUNCTIONS } from '../model/predicate-functions.js'
import { cell } from './cell.js'
import { combine } from './combine.js'
import { type BoolScope, compileScoped } from './compile-bool-exp.js'
import { compareValue } from './compile-comparison.js'
import { countOf } from './count-of.js'
import { identifier, qualified } from './identifier.js'
import { joinCondition } from './join-condition.js'
import type { SqlContext } from './sql-context.js'

/** A condition on how many related rows there are, or on a fold of a column of theirs. */
export function compileAggregatePredicate(
  context: SqlContext,
  exp: AggregatePredicate,
  scope: BoolScope,
): Sql {
  const { relationship } = exp
  const row = context.newAlias(relationship.name)
  const columns = exp.columns.map((column) => cell(context, row, column))
  const value = exp.fn === 'count' ? countOf(columns, exp.isDistinct) : foldOf(exp, columns)
  const { gives } = PREDICATE_FUNCTIONS[exp.fn]
  const type = { scalar: gives, isArray: false, sql: gives }
  const conditions = exp.comparisons.map(({ operator, value: operand }) => {
    const right = { kind: 'value', value: operand } as const
    return compareValue(context, { value, type }, { operator, right, isNullSafe: false }, scope)
  })
  const filter = compileScoped(context, exp.filter, { row, root: scope.root })
  return sql`exists (select 1 from ${qualified(relationship.target)} as ${identifier(row)} where ${joinCondition(relationship, scope.row, row)} and ${filter} having ${combine(conditions, ' and ', sql`true`)})`
}

function foldOf({ fn, isDistinct }: AggregatePredicate, columns: readonly Sql[]): Sql {
  return sql`${raw(fn)}(${raw(isDistinct ? 'distinct ' : '')}${join(columns, ', ')})`
}

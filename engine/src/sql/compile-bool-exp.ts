import sql, { type Sql } from 'sql-template-tag'
import type { BoolExp } from '../model/bool-exp.js'
import { callFunction } from './call-function.js'
import { combine } from './combine.js'
import { compileAggregatePredicate } from './compile-aggregate-predicate.js'
import { compileComparison } from './compile-comparison.js'
import { identifier, qualified } from './identifier.js'
import { joinCondition } from './join-condition.js'
import type { SqlContext } from './sql-context.js'

/** The rows that a condition is about, by their aliases. */
export interface BoolScope {
  /** The row at hand. */
  row: string
  /** The row that the whole rule is about, which `["$", column]` refers to. */
  root: string
}

/** A condition on the row with the alias `row`. */
export function compileBoolExp(context: SqlContext, exp: BoolExp, row: string): Sql {
  return compileScoped(context, exp, { row, root: row })
}

/** A condition that may be part of a rule about another row. */
export function compileScoped(context: SqlContext, exp: BoolExp, scope: BoolScope): Sql {
  const all = (parts: readonly BoolExp[]) => parts.map((part) => compileScoped(context, part, scope))
  switch (exp.kind) {
    case 'and':
      return combine(all(exp.all), ' and ', sql`true`)
    case 'or':
      return combine(all(exp.any), ' or ', sql`false`)
    case 'not':
      return sql`(not ${compileScoped(context, exp.not, scope)})`
    case 'rule':
      return compileScoped(context, exp.rule, { row: scope.row, root: scope.row })
    case 'compare':
      return compileComparison(context, exp, scope)
    case 'aggregate':
      return compileAggregatePredicate(context, exp, scope)
    case 'related': {
      const { relationship, where } = exp
      const link = (row: string) => joinCondition(relationship, scope.row, row)
      return someRow(context, qualified(relationship.target), relationship.name, where, scope, link)
    }
    case 'computedRows': {
      const call = callFunction(context, exp.field.call, { row: scope.row, table: exp.field.table })
      return someRow(context, call, exp.field.name, exp.where, scope)
    }
    case 'exists':
      return someRow(context, qualified(exp.table), exp.table.name, exp.where, scope)
  }
}

function someRow(
  context: SqlContext,
  from: Sql,
  name: string,
  where: BoolExp,
  scope: BoolScope,
  link: (row: string) => Sql = () => sql`true`,
): Sql {
  const row = context.newAlias(name)
  const condition = compileScoped(context, where, { row, root: scope.root })
  return sql`exists (select 1 from ${from} as ${identifier(row)} where ${link(row)} and ${condition})`
}

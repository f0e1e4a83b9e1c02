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
  const inner = (where: BoolExp) => (row: string) => compileScoped(context, where, { row, root: scope.root })
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
      const from = { rows: qualified(relationship.target), name: relationship.name }
      const linked = (row: string) =>
        sql`${joinCondition(relationship, scope.row, row)} and ${inner(where)(row)}`
      return someRow(context, from, linked)
    }
    case 'computedRows': {
      const { field, where } = exp
      const rows = callFunction(context, field.call, { row: scope.row, table: field.table })
      return someRow(context, { rows, name: field.name }, inner(where))
    }
    case 'exists': {
      const { table, where } = exp
      return someRow(context, { rows: qualified(table), name: table.name }, inner(where))
    }
  }
}

function someRow(context: SqlContext, from: { rows: Sql; name: string }, fulfils: (row: string) => Sql): Sql {
  const row = context.newAlias(from.name)
  return sql`exists (select 1 from ${from.rows} as ${identifier(row)} where ${fulfils(row)})`
}

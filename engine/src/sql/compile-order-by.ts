import sql, { raw, type Sql } from 'sql-template-tag'
import type { ColumnModel } from '../model/model.js'
import {
  type AggregateOrderTerm,
  ORDER_DIRECTIONS,
  type OrderDirection,
  type OrderTerm,
} from '../model/order-term.js'
import { callFunction, type RowOperand } from './call-function.js'
import { cell, visible } from './cell.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { identifier, qualified } from './identifier.js'
import { joinCondition } from './join-condition.js'
import type { SqlContext } from './sql-context.js'

/** One term of ORDER BY. */
interface OrderedBy {
  expression: Sql
  direction: Sql
  /** When it is a column of the rows themselves. */
  column?: ColumnModel
}

/** The terms of a client's `order_by` for the rows of `operand`. */
export function compileOrderBy(
  context: SqlContext,
  terms: readonly OrderTerm[],
  operand: RowOperand,
): OrderedBy[] {
  return terms.flatMap((term) => compileTerm(context, term, operand))
}

function compileTerm(context: SqlContext, term: OrderTerm, operand: RowOperand): OrderedBy[] {
  const { row } = operand
  switch (term.kind) {
    case 'column':
      return [
        { expression: cell(context, row, term), direction: direction(term.direction), column: term.column },
      ]
    case 'computed': {
      const call = callFunction(context, term.field.call, operand)
      const expression = visible(context, row, call, term.condition)
      return [{ expression, direction: direction(term.direction) }]
    }
    case 'related':
      return relatedTerms(context, term, row)
    case 'relatedAggregate': {
      const { relationship, filter } = term
      const related = context.newAlias(relationship.name)
      const rows = sql`${qualified(relationship.target)} as ${identifier(related)} where ${joinCondition(relationship, row, related)} and ${compileBoolExp(context, filter, related)}`
      return aggregateTerms(context, rows, related, term.terms)
    }
    case 'computedRows': {
      const { field, filter } = term
      const related = context.newAlias(field.name)
      const rows = sql`${callFunction(context, field.call, operand)} as ${identifier(related)} where ${compileBoolExp(context, filter, related)}`
      return aggregateTerms(context, rows, related, term.terms)
    }
  }
}

type RelatedTerm = Extract<OrderTerm, { kind: 'related' }>

function relatedTerms(
  context: SqlContext,
  { relationship, filter, terms }: RelatedTerm,
  row: string,
): OrderedBy[] {
  const { target } = relationship
  const related = context.newAlias(relationship.name)
  const condition = compileBoolExp(context, filter, related)
  return compileOrderBy(context, terms, { row: related, table: target }).map((term) => ({
    expression: sql`(select ${term.expression} from ${qualified(target)} as ${identifier(related)} where ${joinCondition(relationship, row, related)} and ${condition} limit 1)`,
    direction: term.direction,
  }))
}

/** Terms that order by aggregates of `rows`, whose alias is `related`. */
function aggregateTerms(
  context: SqlContext,
  rows: Sql,
  related: string,
  terms: readonly AggregateOrderTerm[],
): OrderedBy[] {
  return terms.map((term) => {
    const aggregate =
      term.kind === 'count' ? sql`count(*)` : sql`${raw(term.fn)}(${cell(context, related, term)})`
    return { expression: sql`(select ${aggregate} from ${rows})`, direction: direction(term.direction) }
  })
}

function direction(name: OrderDirection): Sql {
  return raw(ORDER_DIRECTIONS[name])
}

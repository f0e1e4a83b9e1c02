import type { GraphQLInputType } from 'graphql'
import sql, { raw, type Sql } from 'sql-template-tag'
import type { Json } from '../json/json.js'
import type { ColumnModel, Relationship, TableModel } from '../model/model.js'
import type { SelectPermission } from '../model/permission.js'
import type { InputMeaning } from '../schema/plans.js'
import { callFunction } from './call-function.js'
import { cell, visible } from './cell.js'
import { compileBoolExp } from './compile-bool-exp.js'
import { identifier, qualified } from './identifier.js'
import { joinCondition } from './join-condition.js'
import { listOf, meaningfulEntries } from './read-where.js'
import type { SqlContext } from './sql-context.js'

/** One term of ORDER BY. */
export interface OrderTerm {
  expression: Sql
  direction: Sql
  /** When it is a column of the rows themselves. */
  column?: ColumnModel
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  asc: 'asc nulls last',
  asc_nulls_first: 'asc nulls first',
  asc_nulls_last: 'asc nulls last',
  desc: 'desc nulls first',
  desc_nulls_first: 'desc nulls first',
  desc_nulls_last: 'desc nulls last',
}

/** The terms of a client's `order_by` for the rows with the alias `row`. */
export function compileOrderBy(
  context: SqlContext,
  value: Json | undefined,
  type: GraphQLInputType,
  row: string,
  table: TableModel,
): OrderTerm[] {
  if (value === undefined || value === null) return []
  return listOf(value).flatMap((object) =>
    meaningfulEntries(object, type).flatMap((entry) => termsOf(context, entry, row, table)),
  )
}

function termsOf(
  context: SqlContext,
  { value, type, meaning }: { value: Json; type: GraphQLInputType; meaning: InputMeaning },
  row: string,
  table: TableModel,
): OrderTerm[] {
  switch (meaning.kind) {
    case 'column': {
      const { column, condition = null } = meaning
      return [{ expression: cell(context, row, column, condition), direction: direction(value), column }]
    }
    case 'computed': {
      const call = callFunction(context, meaning.field.call, { row, table })
      const expression = visible(context, row, call, meaning.condition)
      return [{ expression, direction: direction(value) }]
    }
    case 'related':
      return relatedTerms(context, meaning.relationship, meaning.filter, value, type, row)
    case 'relatedAggregate': {
      const { relationship, permission } = meaning
      const related = context.newAlias(relationship.name)
      const rows = sql`${qualified(relationship.target)} as ${identifier(related)} where ${joinCondition(relationship, row, related)} and ${compileBoolExp(context, permission.filter, related)}`
      return aggregateTerms(context, rows, related, value, type)
    }
    case 'computedRows': {
      const { field, filter } = meaning
      const related = context.newAlias(field.name)
      const rows = sql`${callFunction(context, field.call, { row, table })} as ${identifier(related)} where ${compileBoolExp(context, filter, related)}`
      return aggregateTerms(context, rows, related, value, type)
    }
    default:
      throw new TypeError(`rows cannot be ordered by a ${meaning.kind}`)
  }
}

function relatedTerms(
  context: SqlContext,
  relationship: Relationship,
  filter: SelectPermission['filter'],
  value: Json,
  type: GraphQLInputType,
  row: string,
): OrderTerm[] {
  const { target } = relationship
  const related = context.newAlias(relationship.name)
  const condition = compileBoolExp(context, filter, related)
  return compileOrderBy(context, value, type, related, target).map(({ expression, direction: order }) => ({
    expression: sql`(select ${expression} from ${qualified(target)} as ${identifier(related)} where ${joinCondition(relationship, row, related)} and ${condition} limit 1)`,
    direction: order,
  }))
}

/** Terms that order by aggregates of `rows`, whose alias is `related`. */
function aggregateTerms(
  context: SqlContext,
  rows: Sql,
  related: string,
  value: Json,
  type: GraphQLInputType,
): OrderTerm[] {
  const term = (aggregate: Sql, order: Json): OrderTerm => ({
    expression: sql`(select ${aggregate} from ${rows})`,
    direction: direction(order),
  })
  return meaningfulEntries(value, type).flatMap((entry) => {
    if (entry.meaning.kind !== 'aggregateFunction') return []
    const { fn } = entry.meaning
    if (fn === 'count') return [term(sql`count(*)`, entry.value)]
    return meaningfulEntries(entry.value, entry.type).flatMap((column) =>
      column.meaning.kind === 'column'
        ? [
            term(
              sql`${raw(fn)}(${cell(context, related, column.meaning.column, column.meaning.condition ?? null)})`,
              column.value,
            ),
          ]
        : [],
    )
  })
}

function direction(value: Json): Sql {
  return raw(DIRECTIONS[String(value)] ?? 'asc nulls last')
}

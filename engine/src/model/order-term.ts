import type { AggregateFunction } from './aggregate-functions.js'
import type { BoolExp, CellCondition, VisibleColumn } from './bool-exp.js'
import type { ComputedField, Relationship } from './model.js'

/** One term of a client's `order_by`; the permissions of related tables are part of it as `filter`. */
export type OrderTerm =
  | ({ kind: 'column'; direction: OrderDirection } & VisibleColumn)
  | { kind: 'computed'; field: ComputedField; condition: CellCondition; direction: OrderDirection }
  | { kind: 'related'; relationship: Relationship; filter: BoolExp; terms: readonly OrderTerm[] }
  | {
      kind: 'relatedAggregate'
      relationship: Relationship
      filter: BoolExp
      terms: readonly AggregateOrderTerm[]
    }
  | {
      kind: 'computedRows'
      field: ComputedField
      filter: BoolExp
      terms: readonly AggregateOrderTerm[]
    }

export type AggregateOrderTerm =
  | { kind: 'count'; direction: OrderDirection }
  | ({ kind: 'fold'; fn: AggregateFunction; direction: OrderDirection } & VisibleColumn)

/** Each direction, in SQL. */
export const ORDER_DIRECTIONS = {
  asc: 'asc nulls last',
  asc_nulls_first: 'asc nulls first',
  asc_nulls_last: 'asc nulls last',
  desc: 'desc nulls first',
  desc_nulls_first: 'desc nulls first',
  desc_nulls_last: 'desc nulls last',
} as const

export type OrderDirection = keyof typeof ORDER_DIRECTIONS

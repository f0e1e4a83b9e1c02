import type { Json } from '../json/json.js'
import type { ColumnModel, ComputedField, Relationship, TableModel } from './model.js'
import type { OperatorName } from './operators.js'
import type { PredicateFunction } from './predicate-functions.js'

/** A condition on a row, of a client's `where` as well as of a permission's rule. */
export type BoolExp =
  | { kind: 'and'; all: readonly BoolExp[] }
  | { kind: 'or'; any: readonly BoolExp[] }
  | { kind: 'not'; not: BoolExp }
  /** A permission's rule as a whole: what it calls the root is the row that it is put to. */
  | { kind: 'rule'; rule: BoolExp }
  | { kind: 'compare'; left: LeftOperand; operator: OperatorName; right: RightOperand; isNullSafe: boolean }
  /** Some row behind the relationship fulfils `where`. */
  | { kind: 'related'; relationship: Relationship; where: BoolExp }
  /** Some row that a computed field returns fulfils `where`. */
  | { kind: 'computedRows'; field: ComputedField; where: BoolExp }
  | AggregatePredicate
  /** Some row of a table that need not be related fulfils `where`. */
  | { kind: 'exists'; table: TableModel; where: BoolExp }

export interface AggregatePredicate {
  kind: 'aggregate'
  relationship: Relationship
  fn: PredicateFunction
  /** What is aggregated; a cell that an inherited role does not see counts as null. */
  columns: readonly VisibleColumn[]
  isDistinct: boolean
  /** Which of the related rows are aggregated. */
  filter: BoolExp
  /** Comparisons of the aggregate's value, all of which must hold. */
  comparisons: readonly { operator: OperatorName; value: Json }[]
}

/** A column of a row that is visible itself. */
export interface VisibleColumn {
  column: ColumnModel
  condition: CellCondition
}

/**
 * When a cell of a visible row may be seen; a hidden one is null. Only inherited roles have conditions here: the row
 * may be visible through one parent and the column through another.
 */
export type CellCondition = BoolExp | null

export type LeftOperand =
  | ({ kind: 'column'; castToText: boolean } & VisibleColumn)
  | { kind: 'computed'; field: ComputedField; condition: CellCondition; castToText: boolean }

export type RightOperand =
  | { kind: 'value'; value: Json }
  | { kind: 'session'; variable: string }
  /** Another column, of the row itself or of the row that the whole rule is about. */
  | { kind: 'column'; column: ColumnModel; of: 'row' | 'root' }

export const ALWAYS: BoolExp = { kind: 'and', all: [] }

export function isAlways(exp: BoolExp): boolean {
  return (exp.kind === 'and' && exp.all.every(isAlways)) || (exp.kind === 'rule' && isAlways(exp.rule))
}

export function allOf(...conditions: readonly BoolExp[]): BoolExp {
  const all = conditions.filter((condition) => !isAlways(condition))
  return all.length === 1 && all[0] ? all[0] : { kind: 'and', all }
}

export function anyOf(conditions: readonly BoolExp[]): BoolExp {
  return conditions.some(isAlways) ? ALWAYS : { kind: 'or', any: conditions }
}

/** The row whose columns have these values. */
export function rowWith(values: ReadonlyMap<ColumnModel, Json>): BoolExp {
  const equals = ([column, value]: [ColumnModel, Json]): BoolExp => ({
    kind: 'compare',
    left: { kind: 'column', column, condition: null, castToText: false },
    operator: '_eq',
    right: { kind: 'value', value },
    isNullSafe: false,
  })
  return allOf(...[...values].map(equals))
}

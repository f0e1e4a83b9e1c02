import type { AggregateFunction } from '../model/aggregate-functions.js'
import type { CellCondition, VisibleColumn } from '../model/bool-exp.js'
import type {
  ColumnType,
  ComputedField,
  FunctionArguments,
  OutputRelationship,
  Relationship,
  TableModel,
} from '../model/model.js'
import type { SelectPermission } from '../model/permission.js'
import type { RowsArguments } from '../model/rows-arguments.js'
import type { Selection } from './output/selection.js'

/*
 * What the fields inside of a root field stand for: of rows, of their aggregates, of the answers of actions.
 */

/** Rows of a source, or what they amount to. */
export interface ListPlan {
  rows: RowsArguments
  selection: Selection<RowPlan>
}

export interface AggregatePlan {
  rows: RowsArguments
  selection: Selection<AggregatePart>
}

/** The way to a part of a json value; null for all of it. */
export type JsonPath = readonly string[] | null

/** A field of a table's row. */
export type RowPlan =
  | ({ kind: 'column'; path: JsonPath } & VisibleColumn)
  | ComputedPlan
  | ({ kind: 'related' } & Related & ListPlan)
  | ({ kind: 'relatedOne'; selection: Selection<RowPlan> } & Related)
  | ({ kind: 'relatedAggregate' } & Related & AggregatePlan)
  | ({ kind: 'computedRows' } & ComputedRows & ListPlan)
  | ({ kind: 'computedAggregate' } & ComputedRows & AggregatePlan)

interface Related {
  relationship: Relationship
  permission: SelectPermission
}

interface ComputedRows {
  field: ComputedField
  table: TableModel
  permission: SelectPermission
  args: FunctionArguments
}

/** A scalar computed field. */
export interface ComputedPlan {
  kind: 'computed'
  field: ComputedField
  type: ColumnType
  condition: CellCondition
  args: FunctionArguments
  path: JsonPath
}

/** A field of `t_aggregate`. */
export type AggregatePart =
  | { kind: 'aggregate'; selection: Selection<AggregateValue> }
  | { kind: 'nodes'; selection: Selection<RowPlan> }

export type AggregateValue =
  | { kind: 'count'; columns: readonly VisibleColumn[]; isDistinct: boolean }
  | { kind: 'fold'; fn: AggregateFunction; selection: Selection<FoldedValue> }

/** What an aggregate function is applied to. */
export type FoldedValue = ({ kind: 'column' } & VisibleColumn) | ComputedPlan

/** A field of an action's answer. */
export type ActionFieldPlan =
  | { kind: 'value'; name: string; selection: Selection<ActionFieldPlan> }
  | ActionRelatedPlan

export type ActionRelatedPlan =
  | ({ kind: 'related' } & ActionRelated & ListPlan)
  | ({ kind: 'relatedOne'; selection: Selection<RowPlan> } & ActionRelated)

interface ActionRelated {
  relationship: OutputRelationship
  permission: SelectPermission
}

export type ActionResultPart =
  | { kind: 'meta'; column: 'id' | 'created_at' | 'errors' }
  | { kind: 'output'; selection: Selection<ActionFieldPlan> }

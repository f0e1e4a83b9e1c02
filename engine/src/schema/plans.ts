import type { GraphQLField } from 'graphql'
import type { Json, JsonObject } from '../json/json.js'
import type { ActionMetadata } from '../metadata/schemas/action.js'
import type { BoolExp } from '../model/bool-exp.js'
import type { InsertRows, RowsUpdate } from '../model/changes.js'
import type { FunctionArguments, TableModel, TrackedFunction } from '../model/model.js'
import type { DeletePermission, SelectPermission, UpdatePermission } from '../model/permission.js'
import type { StreamCursor } from '../model/stream-cursor.js'
import type { ActionFieldPlan, ActionResultPart, AggregatePlan, ListPlan, RowPlan } from './field-plans.js'
import type { Selection } from './output/selection.js'

/*
 * What the fields of a request stand for in the database, with all that the client gave. Whatever runs a request
 * follows these plans, and never looks at GraphQL again.
 */

/** A root field of a query or mutation. */
export type RootPlan =
  | QueryPlan
  | MutationPlan
  | ActionPlan
  | ActionResultPlan
  | IntrospectionPlan
  | NothingPlan

/** What one statement answers. */
export type QueryPlan = SelectPlan | FunctionPlan<'function'> | FunctionAggregatePlan

interface TableSelect {
  table: TableModel
  permission: SelectPermission
}

export type SelectPlan =
  | ({ kind: 'select' } & TableSelect & ListPlan)
  | ({ kind: 'selectOne'; where: BoolExp; selection: Selection<RowPlan> } & TableSelect)
  | ({ kind: 'selectAggregate' } & TableSelect & AggregatePlan)

interface Call {
  fn: TrackedFunction
  permission: SelectPermission
  args: FunctionArguments
}

export interface FunctionPlan<Kind extends 'function' | 'changingFunction'> extends Call, ListPlan {
  kind: Kind
}

export interface FunctionAggregatePlan extends Call, AggregatePlan {
  kind: 'functionAggregate'
}

/** What changes the database, in a transaction. */
export type MutationPlan =
  | InsertPlan
  | UpdatePlan
  | UpdateManyPlan
  | DeletePlan
  | FunctionPlan<'changingFunction'>

/** What a mutation changes, and how it answers. */
export interface Change {
  table: TableModel
  answer: MutationAnswer
}

/** How a mutation answers: with the row (by key, `_one`) or with `affected_rows` and `returning`. */
export type MutationAnswer =
  | { kind: 'row'; selection: Selection<RowPlan> }
  | { kind: 'rows'; selection: Selection<ResponsePlan> }

export type ResponsePlan = { kind: 'affectedRows' } | { kind: 'returning'; selection: Selection<RowPlan> }

export interface InsertPlan extends Change, InsertRows {
  kind: 'insert'
  /** The argument with the rows: `$.selectionSet.insert_users.args.objects`. */
  path: string
}

export interface UpdatePlan extends Change, RowsUpdate {
  kind: 'update'
  permission: UpdatePermission
  /** The arguments as the client gave them, for the webhooks that check them. */
  given: () => JsonObject
}

export interface UpdateManyPlan extends Change {
  kind: 'updateMany'
  permission: UpdatePermission
  updates: readonly RowsUpdate[]
  given: () => JsonObject
}

export interface DeletePlan extends Change {
  kind: 'delete'
  permission: DeletePermission
  where: BoolExp
  given: () => JsonObject
}

/** Rows as they come, each once. */
export interface StreamPlan {
  kind: 'stream'
  table: TableModel
  permission: SelectPermission
  batchSize: Json
  where: BoolExp
  cursor: StreamCursor
  selection: Selection<RowPlan>
}

/** A call of an action, which is answered at once or (`enqueueAction`) later. */
export type ActionPlan =
  | { kind: 'action'; action: ActionMetadata; input: JsonObject; selection: Selection<ActionFieldPlan> }
  | { kind: 'enqueueAction'; action: ActionMetadata; input: JsonObject }

/** The answer of an asynchronous action. */
export interface ActionResultPlan {
  kind: 'actionResult'
  action: ActionMetadata
  id: Json
  selection: Selection<ActionResultPart>
}

/** `__schema` or `__type`, which graphql-js answers. */
export interface IntrospectionPlan {
  kind: 'introspection'
  definition: GraphQLField<unknown, unknown>
  args: JsonObject
  /** Null for a field of which nothing can be selected. */
  selection: Selection<IntrospectionPlan> | null
}

interface NothingPlan {
  kind: 'nothing'
}

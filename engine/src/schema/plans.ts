import type { ActionMetadata } from '../metadata/schemas/action.js'
import type { BoolExp } from '../model/bool-exp.js'
import type {
  ColumnModel,
  ColumnType,
  ComputedField,
  FunctionParameter,
  OutputRelationship,
  Relationship,
  TableModel,
  TrackedFunction,
} from '../model/model.js'
import type { OperatorName } from '../model/operators.js'
import type { CellCondition, SelectPermission, TablePermissions } from '../model/permission.js'
import type { PredicateFunction } from '../model/predicate-functions.js'

/*
 * Each field and argument of a role's GraphQL schema carries, as an extension of graphql-js, what it stands
 * for in the database. Compilation follows these plans and never guesses from names.
 */
declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    plan?: FieldPlan
  }
  interface GraphQLArgumentExtensions {
    plan?: InputPlan
  }
  interface GraphQLInputFieldExtensions {
    plan?: InputPlan
  }
}

/** What a field gives. */
export type FieldPlan = RootPlan | RowFieldPlan | AggregateFieldPlan | MutationFieldPlan | ActionFieldPlan

export type RootPlan =
  | {
      kind: 'select' | 'selectByPk' | 'selectAggregate' | 'selectStream'
      table: TableModel
      permission: SelectPermission
    }
  | InsertPlan
  | { kind: 'update' | 'updateByPk' | 'updateMany'; table: TableModel; permissions: TablePermissions }
  | { kind: 'delete' | 'deleteByPk'; table: TableModel; permissions: TablePermissions }
  | { kind: 'function' | 'functionAggregate'; fn: TrackedFunction; permission: SelectPermission }
  | { kind: 'action'; action: ActionMetadata }
  | { kind: 'asyncActionResult'; action: ActionMetadata }
  | { kind: 'nothing' }

export interface InsertPlan {
  kind: 'insert' | 'insertOne'
  table: TableModel
  permissions: TablePermissions
}

/** A field of a table's row. */
export type RowFieldPlan =
  | { kind: 'column'; column: ColumnModel; condition: CellCondition }
  | { kind: 'related' | 'relatedAggregate'; relationship: Relationship; permission: SelectPermission }
  | { kind: 'computed'; field: ComputedField; condition: CellCondition }
  | {
      kind: 'computedRows' | 'computedRowsAggregate'
      field: ComputedField
      table: TableModel
      permission: SelectPermission
    }

export type AggregateFunction =
  | 'sum'
  | 'avg'
  | 'max'
  | 'min'
  | 'stddev'
  | 'stddev_pop'
  | 'stddev_samp'
  | 'var_pop'
  | 'var_samp'
  | 'variance'

export type AggregateFieldPlan =
  | { kind: 'aggregate' }
  | { kind: 'nodes' }
  | { kind: 'count' }
  | { kind: 'aggregateFunction'; fn: AggregateFunction }
  | { kind: 'aggregateColumn'; column: ColumnModel; condition: CellCondition }

export type MutationFieldPlan = { kind: 'affectedRows' } | { kind: 'returning' }

/** A field of an action's answer. */
export type ActionFieldPlan =
  | { kind: 'actionValue' }
  | { kind: 'actionRelated'; relationship: OutputRelationship; permission: SelectPermission }
  | { kind: 'asyncActionMeta'; column: 'id' | 'created_at' | 'errors' }
  | { kind: 'asyncActionOutput' }

/** How a value is read, and what it stands for. */
export interface InputPlan {
  /** Ways to read a scalar other than its GraphQL type's own. */
  reader?: ScalarReader
  /** Absent is fine although the type is nullable, but an explicit null is not. */
  rejectsNull?: boolean
  /** Of an input object's fields exactly one must be given: a predicate. */
  takesOne?: boolean
  /** The list may not name the placeholder of an enum without values. */
  rejectsPlaceholder?: boolean
  meaning?: InputMeaning
}

export type ScalarReader =
  | { kind: 'nonNegativeInt' }
  /** A 64-bit integer, also as a string. */
  | { kind: 'bigInt' }
  /** Whatever Postgres accepts for the column, strings always. */
  | { kind: 'column'; type: ColumnType }

export type InputMeaning =
  | { kind: 'and' | 'or' | 'not' }
  | { kind: 'column'; column: ColumnModel; condition?: CellCondition }
  | { kind: 'computed'; field: ComputedField; condition: CellCondition }
  | { kind: 'computedRows'; field: ComputedField; filter: BoolExp }
  | { kind: 'related'; relationship: Relationship; filter: BoolExp }
  | { kind: 'relatedAggregate'; relationship: Relationship; permission: SelectPermission }
  | { kind: 'operator'; operator: OperatorName }
  | { kind: 'cast' }
  | { kind: 'aggregateFunction'; fn: AggregateFunction | 'count' }
  | { kind: 'predicate'; fn: PredicateFunction }
  | { kind: 'insertRelated'; relationship: Relationship; permissions: TablePermissions }
  | { kind: 'updateOperator'; operator: UpdateOperator }
  | { kind: 'parameter'; parameter: FunctionParameter }

/** What an update can do to columns, in the order of Hasura. */
export const UPDATE_OPERATORS = [
  '_set',
  '_inc',
  '_append',
  '_prepend',
  '_delete_key',
  '_delete_elem',
  '_delete_at_path',
] as const

export type UpdateOperator = (typeof UPDATE_OPERATORS)[number]

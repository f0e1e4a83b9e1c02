import type { Json } from '../json/json.js'
import type { BoolExp } from './bool-exp.js'
import type { ColumnModel, Relationship } from './model.js'
import type { InsertPermission, UpdatePermission } from './permission.js'

/** A row to insert, with the rows of related tables that come with it. */
export interface InsertObject {
  values: ReadonlyMap<ColumnModel, Json>
  related: readonly InsertRelated[]
}

/** Rows to insert into a table that the role may write to. */
export interface InsertRows {
  permission: InsertPermission
  objects: readonly InsertObject[]
  onConflict: OnConflict | null
}

export interface InsertRelated extends InsertRows {
  relationship: Relationship
}

/** What becomes of a row that is there already. */
export interface OnConflict {
  constraint: string
  /** Null: the conflicting row stays as it is. */
  update: { columns: readonly ColumnModel[]; where: BoolExp; permission: UpdatePermission } | null
}

/** What an update can do to columns, in the order of Hasura. */
export const UPDATE_OPERATORS = [
  '_set',
  '_inc',
  '_append',
  '_prepend',
  '_delete_key',
  '_delete_elem',
  '_delete_at_path',
  '_mul',
  '_default',
] as const

/** What only Hasura's older API can do. */
export const OLDER_OPERATORS: readonly UpdateOperator[] = ['_mul', '_default']

export type UpdateOperator = (typeof UPDATE_OPERATORS)[number]

export interface Assignment {
  operator: UpdateOperator
  column: ColumnModel
  operand: Json
}

/** What an update writes, and into which rows. */
export interface RowsUpdate {
  assignments: readonly Assignment[]
  where: BoolExp
}

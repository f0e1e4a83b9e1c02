import type { ValidateInputMetadata } from '../metadata/schemas/validate-input.js'
import type { BoolExp, CellCondition, RightOperand } from './bool-exp.js'
import type { ColumnModel, ComputedField } from './model.js'

/** What one role may do with one table; what is absent, it may not do. */
export interface TablePermissions {
  select?: SelectPermission
  insert?: InsertPermission
  update?: UpdatePermission
  delete?: DeletePermission
}

export interface SelectPermission {
  columns: ReadonlyMap<ColumnModel, CellCondition>
  computedFields: ReadonlyMap<ComputedField, CellCondition>
  filter: BoolExp
  limit: number | null
  allowAggregations: boolean
  /** Null when all of them exist. */
  queryRootFields: ReadonlySet<string> | null
  subscriptionRootFields: ReadonlySet<string> | null
}

export interface InsertPermission {
  columns: ReadonlySet<ColumnModel>
  presets: ReadonlyMap<ColumnModel, RightOperand>
  check: BoolExp
  backendOnly: boolean
  /** Asked before anything is changed. */
  validateInput: ValidateInputMetadata | null
}

export interface UpdatePermission {
  columns: ReadonlySet<ColumnModel>
  presets: ReadonlyMap<ColumnModel, RightOperand>
  filter: BoolExp
  check: BoolExp | null
  backendOnly: boolean
  /** Asked before anything is changed. */
  validateInput: ValidateInputMetadata | null
}

export interface DeletePermission {
  filter: BoolExp
  backendOnly: boolean
  /** Asked before anything is changed. */
  validateInput: ValidateInputMetadata | null
}

import type { AggregateFunction } from '../../model/aggregate-functions.js'
import type { CellCondition, VisibleColumn } from '../../model/bool-exp.js'
import type { ColumnType, ComputedField } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'

const NUMERIC = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money'])

/** The comparable types that Hasura knows by name; the others, such as a project's own enums, have no max and min. */
const COMPARABLE = new Set([
  ...NUMERIC,
  'text',
  'varchar',
  'bpchar',
  'char',
  'citext',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'timetz',
  'uuid',
  'ltree',
])

export function isNumeric({ scalar, isArray }: ColumnType): boolean {
  return !isArray && NUMERIC.has(scalar)
}

function isComparable({ scalar, isArray, enumTable }: ColumnType): boolean {
  return !isArray && !enumTable && COMPARABLE.has(scalar)
}

/** The columns that an aggregate function has a field for, by the names of these. */
export function aggregatedColumns(
  fn: AggregateFunction,
  { columns }: SelectPermission,
): [string, VisibleColumn][] {
  return [...columns].flatMap(([column, condition]): [string, VisibleColumn][] =>
    fits(fn, column.type) && column.graphqlName !== null ? [[column.graphqlName, { column, condition }]] : [],
  )
}

/** A scalar computed field as a role sees it. */
export interface VisibleComputedField {
  field: ComputedField
  type: ColumnType
  condition: CellCondition
}

/** The computed fields that an aggregate function has a field for, too. */
export function aggregatedComputedFields(
  fn: AggregateFunction,
  { computedFields }: SelectPermission,
): VisibleComputedField[] {
  return [...computedFields].flatMap(([field, condition]) => {
    const type = 'type' in field.returns ? field.returns.type : null
    return type && fits(fn, type) ? [{ field, type, condition }] : []
  })
}

function fits(fn: AggregateFunction, type: ColumnType): boolean {
  return fn === 'max' || fn === 'min' ? isComparable(type) : isNumeric(type)
}

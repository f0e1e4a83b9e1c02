import type { ColumnModel, ColumnType, ComputedField } from '../../model/model.js'
import type { CellCondition, SelectPermission } from '../../model/permission.js'
import type { AggregateFunction } from '../plans.js'

/** The aggregates over columns, in Hasura's order; `count` stands apart, as it takes arguments. */
export const AGGREGATE_FUNCTIONS: readonly AggregateFunction[] = [
  'sum',
  'avg',
  'max',
  'min',
  'stddev',
  'stddev_pop',
  'stddev_samp',
  'var_pop',
  'var_samp',
  'variance',
]

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

/** The columns that an aggregate function has a field for. */
export function aggregatedColumns(
  fn: AggregateFunction,
  { columns }: SelectPermission,
): [ColumnModel, CellCondition][] {
  return [...columns].filter(([column]) => fits(fn, column.type) && column.graphqlName !== null)
}

/** A scalar computed field that an aggregate function has a field for, too. */
export interface AggregatedComputedField {
  field: ComputedField
  type: ColumnType
  condition: CellCondition
}

export function aggregatedComputedFields(
  fn: AggregateFunction,
  { computedFields }: SelectPermission,
): AggregatedComputedField[] {
  return [...computedFields].flatMap(([field, condition]) => {
    const type = 'type' in field.returns ? field.returns.type : null
    return type && fits(fn, type) ? [{ field, type, condition }] : []
  })
}

function fits(fn: AggregateFunction, type: ColumnType): boolean {
  return fn === 'max' || fn === 'min' ? isComparable(type) : isNumeric(type)
}

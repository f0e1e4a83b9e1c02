import { GraphQLFloat } from 'graphql'
import type { AggregateFunction } from '../../model/aggregate-functions.js'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import type { AggregateValue, FoldedValue } from '../field-plans.js'
import { slotRecord } from '../input/slots.js'
import { bareBranch, bareLeaf, type Field, leaf } from '../output/field.js'
import { objectOutput } from '../output/output.js'
import type { SchemaContext } from '../schema-context.js'
import {
  aggregatedColumns,
  aggregatedComputedFields,
  type VisibleComputedField,
} from './aggregated-columns.js'
import { computedFieldSlots, toFunctionArguments } from './function-slots.js'
import { columnType } from './scalar-types.js'

/** `sum`, `avg` … of an aggregate, over the columns and computed fields that it fits; none without any. */
export function aggregateFunctionField(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: AggregateFunction,
): [string, Field<AggregateValue>][] {
  const fields: [string, Field<FoldedValue>][] = [
    ...columnFields(context, permission, fn),
    ...aggregatedComputedFields(fn, permission).map((visible): [string, Field<FoldedValue>] => [
      visible.field.name,
      computedField(context, visible),
    ]),
  ]
  if (fields.length === 0) return []
  const output = context.tableType(table, `${fn}_fields`, (name) =>
    objectOutput({ name, description: `aggregate ${fn} on columns`, fields: () => fields }),
  )
  return [
    [
      context.naming.field(fn),
      bareBranch(output.type, output, (selection) => ({ kind: 'fold', fn, selection })),
    ],
  ]
}

function columnFields(
  context: SchemaContext,
  permission: SelectPermission,
  fn: AggregateFunction,
): [string, Field<FoldedValue>][] {
  return aggregatedColumns(fn, permission).map(([name, visible]) => {
    const { type, description } = visible.column
    return [name, bareLeaf(resultType(context, fn, type), { kind: 'column', ...visible }, description)]
  })
}

function computedField(context: SchemaContext, visible: VisibleComputedField): Field<FoldedValue> {
  const { field, type } = visible
  return leaf({
    // Its own type even where a column has Float: an average of bigint is a bigint to clients.
    type: columnType(context, type),
    description: field.description,
    slots: slotRecord(computedFieldSlots(context, field), ({ args }, path) =>
      toFunctionArguments(field.call, args, path),
    ),
    plan: (args) => ({ kind: 'computed', ...visible, args, path: null }),
  })
}

function resultType(context: SchemaContext, fn: AggregateFunction, type: ColumnType) {
  const keepsType = fn === 'sum' || fn === 'max' || fn === 'min'
  return keepsType ? columnType(context, type) : GraphQLFloat
}

import { GraphQLList, GraphQLNonNull } from 'graphql'
import type { ComputedField, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import type { ComputedPlan, RowPlan } from '../field-plans.js'
import { slotRecord } from '../input/slots.js'
import { branch, type Field, leaf } from '../output/field.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateOutput } from './aggregate-output.js'
import type { VisibleComputedField } from './aggregated-columns.js'
import { computedFieldSlots, toFunctionArguments } from './function-slots.js'
import { jsonPathSlots, toJsonPath } from './json-path-slots.js'
import { rowOutput } from './row-output.js'
import { rowsSlotRecord, toRowsArguments } from './rows-slots.js'
import { columnType } from './scalar-types.js'

type Entry = [string, Field<RowPlan>]

/** Scalars need a permission of their own; who may read rows follows from the permission on their table. */
export function computedFields(
  context: SchemaContext,
  field: ComputedField,
  permission: SelectPermission,
): Entry[] {
  const { returns, name } = field
  if (!('type' in returns)) return rowsFields(context, field, returns.table)
  const condition = permission.computedFields.get(field)
  if (condition === undefined) return []
  return [[name, scalarField(context, { field, type: returns.type, condition })]]
}

function scalarField(context: SchemaContext, visible: VisibleComputedField): Field<ComputedPlan> {
  const { field, type } = visible
  return leaf({
    type: columnType(context, type),
    description: field.description,
    slots: slotRecord(
      { ...computedFieldSlots(context, field), ...jsonPathSlots(type) },
      ({ args, path }, at) => {
        const jsonPath = toJsonPath({ path }, at)
        return { path: jsonPath, args: toFunctionArguments(field.call, args, at) }
      },
    ),
    plan: (args) => ({ kind: 'computed', ...visible, ...args }),
  })
}

function rowsFields(context: SchemaContext, field: ComputedField, table: TableModel): Entry[] {
  const { name, description, call } = field
  const row = rowOutput(context, table)
  const permission = context.permissionsOn(table).select
  if (!row || !permission) return []
  const slots = slotRecord(
    { ...computedFieldSlots(context, field), ...rowsSlotRecord(context, table, permission) },
    ({ args, ...given }, path) => {
      const rows = toRowsArguments(given, path)
      return { rows, args: toFunctionArguments(call, args, path) }
    },
    context.naming.field,
  )
  const many = branch({
    type: new GraphQLList(new GraphQLNonNull(row.type)),
    description,
    slots,
    of: row,
    plan: (args, selection): RowPlan => ({
      kind: 'computedRows',
      field,
      table,
      permission,
      ...args,
      selection,
    }),
  })
  const aggregate = aggregateOutput(context, table)
  if (!aggregate) return [[name, many]]
  const aggregated = branch({
    type: new GraphQLNonNull(aggregate.type),
    slots,
    of: aggregate,
    plan: (args, selection): RowPlan => ({
      kind: 'computedAggregate',
      field,
      table,
      permission,
      ...args,
      selection,
    }),
  })
  return [
    [name, many],
    [context.naming.field(`${name}_aggregate`), aggregated],
  ]
}

import { GraphQLInt, GraphQLNonNull } from 'graphql'
import { AGGREGATE_FUNCTIONS } from '../../model/aggregate-functions.js'
import type { TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { AggregatePart, AggregateValue } from '../field-plans.js'
import { booleanInput } from '../input/scalar-inputs.js'
import { listInput, optional, required } from '../input/slot.js'
import { slotRecord } from '../input/slots.js'
import { bareBranch, type Field, leaf } from '../output/field.js'
import { listOfRows, type Output, objectOutput } from '../output/output.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateFunctionField } from './aggregate-function-field.js'
import { selectColumnInput } from './column-enums.js'
import { rowOutput } from './row-output.js'

/** `t_aggregate`: aggregates of rows and the rows themselves; null when the role may not aggregate. */
export function aggregateOutput(context: SchemaContext, table: TableModel): Output<AggregatePart> | null {
  const { select } = context.permissionsOn(table)
  const row = rowOutput(context, table)
  if (!select?.allowAggregations || !row) return null
  const fields = (): [string, Field<AggregatePart>][] => {
    const values = aggregateValues(context, table, select)
    return [
      ['aggregate', bareBranch(values.type, values, (selection) => ({ kind: 'aggregate', selection }))],
      ['nodes', bareBranch(listOfRows(row), row, (selection) => ({ kind: 'nodes', selection }))],
    ]
  }
  return context.tableType(table, 'aggregate', (name) =>
    objectOutput({ name, description: `aggregated selection of "${showName(table)}"`, fields }),
  )
}

function aggregateValues(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Output<AggregateValue> {
  return context.tableType(table, 'aggregate_fields', (name) =>
    objectOutput({
      name,
      description: `aggregate fields of "${showName(table)}"`,
      fields: () => [
        ['count', countField(context, table, permission)],
        ...AGGREGATE_FUNCTIONS.flatMap((fn) => aggregateFunctionField(context, table, permission, fn)),
      ],
    }),
  )
}

function countField(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Field<AggregateValue> {
  const column = selectColumnInput(context, table, permission)
  return leaf({
    type: new GraphQLNonNull(GraphQLInt),
    slots: slotRecord(
      {
        ...(column && { columns: optional(listInput(required(column))) }),
        distinct: optional(booleanInput),
      },
      ({ columns, distinct }) => ({ columns: columns ?? [], isDistinct: distinct === true }),
    ),
    plan: (args) => ({ kind: 'count', ...args }),
  })
}

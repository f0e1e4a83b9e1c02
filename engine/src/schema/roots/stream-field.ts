import { ALWAYS } from '../../model/bool-exp.js'
import type { TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import type { StreamCursor } from '../../model/stream-cursor.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { enumInput } from '../input/enum-input.js'
import type { Input } from '../input/input.js'
import { nonNegativeIntInput } from '../input/scalar-inputs.js'
import { listInput, mapSlot, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList, slotRecord } from '../input/slots.js'
import { validationError } from '../input/validation-error.js'
import { branch } from '../output/field.js'
import { listOfRows } from '../output/output.js'
import type { StreamPlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { rowOutput } from '../types/row-output.js'
import { columnInput } from '../types/scalar-types.js'
import { whereInput } from '../types/where-input.js'
import { type FieldEntry, rootField } from './root-field.js'

type Cursors = readonly StreamCursor[]

/** `t_stream`, which subscriptions follow a table with: each row once, in the order of a column. */
export function streamField(context: SchemaContext, table: TableModel): FieldEntry<StreamPlan>[] {
  const permission = context.permissionsOn(table).select
  const row = rowOutput(context, table)
  if (!permission || !row) return []
  const shown = permission.subscriptionRootFields
  if (shown !== null && !shown.has('select_stream')) return []
  if ([...permission.columns.keys()].every(({ graphqlName }) => graphqlName === null)) return []
  const stream = branch({
    type: listOfRows(row),
    slots: streamSlots(context, table, permission),
    of: row,
    plan: (args, selection): StreamPlan => ({ kind: 'stream', table, permission, ...args, selection }),
  })
  const description = `fetch data from the table in a streaming manner: "${showName(table)}"`
  return [rootField(table.rootFields.select_stream, description, stream)]
}

function streamSlots(context: SchemaContext, table: TableModel, permission: SelectPermission) {
  const cursors = listInput(optional(cursorInput(context, table, permission)))
  return slotRecord(
    {
      batch_size: required(nonNegativeIntInput, 'maximum number of rows returned in a single batch'),
      cursor: required(cursors, 'cursor to stream the results returned by the query'),
      where: optional(whereInput(context, table), 'filter the rows returned'),
    },
    ({ batch_size: batchSize, cursor, where }, path) => ({
      batchSize,
      cursor: onlyCursor(
        cursor.flatMap((one) => one ?? []),
        path,
      ),
      where: where ?? ALWAYS,
    }),
    context.naming.field,
  )
}

/** A stream follows exactly one column. */
function onlyCursor([cursor, ...others]: Cursors, path: string): StreamCursor {
  if (!cursor) throw validationError(path, 'one streaming column field is expected')
  if (others.length > 0) throw validationError(path, 'multiple column cursors are not supported yet')
  return cursor
}

function cursorInput(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Input<Cursors> {
  return context.tableType(table, 'stream_cursor_input', (name) =>
    objectInput({
      name,
      description: `Streaming cursor of the table "${showName(table)}"`,
      slots: () =>
        slotRecord(
          {
            initial_value: required(
              initialValueInput(context, table, permission),
              'Stream column input with initial value',
            ),
            ordering: optional(orderingInput(context), 'cursor ordering'),
          },
          ({ initial_value: columns, ordering }): Cursors =>
            columns.map((column) => ({ ...column, isDescending: ordering === 'DESC' })),
          context.naming.field,
        ),
    }),
  )
}

type InitialValue = Omit<StreamCursor, 'isDescending'>

function initialValueInput(
  context: SchemaContext,
  table: TableModel,
  { columns }: SelectPermission,
): Input<InitialValue[]> {
  const entries = () =>
    [...columns].flatMap(([column, condition]): [string, Slot<InitialValue>][] => {
      if (column.graphqlName === null) return []
      const value = optional(columnInput(context, column.type))
      return [[column.graphqlName, mapSlot(value, (after) => ({ column, condition, after }))]]
    })
  return context.tableType(table, 'stream_cursor_value_input', (name) =>
    objectInput({
      name,
      description: 'Initial value of the column from where the streaming should start',
      slots: () => slotList(entries(), (given) => [...given.values()]),
    }),
  )
}

function orderingInput(context: SchemaContext): Input<'ASC' | 'DESC'> {
  return context.type(context.naming.type('cursor_ordering'), (name) =>
    enumInput<'ASC' | 'DESC'>({
      name,
      description: 'ordering argument of a cursor',
      values: [
        ['ASC', { description: 'ascending ordering of the cursor', means: 'ASC' }],
        ['DESC', { description: 'descending ordering of the cursor', means: 'DESC' }],
      ],
    }),
  )
}

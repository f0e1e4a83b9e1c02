import type { Json } from '../../json/json.js'
import { type BoolExp, rowWith } from '../../model/bool-exp.js'
import type { ColumnModel, TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Input } from '../input/input.js'
import { mapSlot, required, type Slot } from '../input/slot.js'
import { objectInput, type Slots, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { columnInput } from './scalar-types.js'

/** The arguments that name one row; null when the table has no key or the role does not see all of it. */
export function primaryKeySlots(context: SchemaContext, table: TableModel): Slots<BoolExp> | null {
  const { select } = context.permissionsOn(table)
  const isVisible = table.primaryKey?.every(
    (column) => select?.columns.has(column) && column.graphqlName !== null,
  )
  return table.primaryKey && isVisible ? keySlots(context, table.primaryKey) : null
}

/** `t_pk_columns_input`: which row an update by primary key means. */
export function primaryKeyInput(
  context: SchemaContext,
  table: TableModel,
  slots: Slots<BoolExp>,
): Input<BoolExp> {
  return context.tableType(table, 'pk_columns_input', (name) =>
    objectInput({
      name,
      description: `primary key columns input for table: ${showName(table)}`,
      slots: () => slots,
    }),
  )
}

/** One required slot for each column of the primary key. */
function keySlots(context: SchemaContext, primaryKey: readonly ColumnModel[]): Slots<BoolExp> {
  const entries = primaryKey.map((column): [string, Slot<[ColumnModel, Json]>] => [
    column.graphqlName ?? column.name,
    mapSlot(required(columnInput(context, column.type), column.description), (value) => [column, value]),
  ])
  return slotList(entries, (given) => rowWith(new Map(given.values())))
}

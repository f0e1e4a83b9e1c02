import { ALWAYS, type VisibleColumn } from '../../model/bool-exp.js'
import type { TableModel } from '../../model/model.js'
import type { OrderTerm } from '../../model/order-term.js'
import type { SelectPermission } from '../../model/permission.js'
import type { RowsArguments } from '../../model/rows-arguments.js'
import { bigIntInput, nonNegativeIntInput } from '../input/scalar-inputs.js'
import { listInput, optional, required } from '../input/slot.js'
import { type Held, type Slots, slotRecord } from '../input/slots.js'
import { validationError } from '../input/validation-error.js'
import type { SchemaContext } from '../schema-context.js'
import { selectColumnInput } from './column-enums.js'
import { orderByInput } from './order-by-input.js'
import { whereInput } from './where-input.js'

/** `where`, `order_by`, `limit`, `offset` and `distinct_on`, wherever rows of a table are listed. */
export function rowsSlots(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Slots<RowsArguments> {
  return slotRecord(rowsSlotRecord(context, table, permission), toRowsArguments, context.naming.field)
}

export function rowsSlotRecord(context: SchemaContext, table: TableModel, permission: SelectPermission) {
  const column = selectColumnInput(context, table, permission)
  return {
    ...(column && { distinct_on: optional(listInput(required(column)), 'distinct select on columns') }),
    limit: optional(nonNegativeIntInput, 'limit the number of rows returned'),
    offset: optional(bigIntInput, 'skip the first n rows. Use only with order_by'),
    order_by: optional(
      listInput(required(orderByInput(context, table))),
      'sort the rows by one or more columns',
    ),
    where: optional(whereInput(context, table), 'filter the rows returned'),
  }
}

/** @throws HasuraError when the arguments do not fit each other */
export function toRowsArguments(
  { distinct_on, limit, offset, order_by, where }: Held<ReturnType<typeof rowsSlotRecord>>,
  path: string,
): RowsArguments {
  const distinctOn = distinct_on ?? []
  const orderBy = (order_by ?? []).flat()
  checkDistinctOn(distinctOn, orderBy, path)
  return { where: where ?? ALWAYS, orderBy, distinctOn, limit: limit ?? null, offset: offset ?? null }
}

/** Postgres keeps the first row of each group, so the groups must be what the rows are sorted by first. */
function checkDistinctOn(
  distinctOn: readonly VisibleColumn[],
  orderBy: readonly OrderTerm[],
  path: string,
): void {
  if (distinctOn.length === 0 || orderBy.length === 0) return
  const leading = orderBy.slice(0, distinctOn.length)
  const isLeading = ({ column }: VisibleColumn) =>
    leading.some((term) => term.kind === 'column' && term.column === column)
  if (leading.length === distinctOn.length && distinctOn.every(isLeading)) return
  throw validationError(path, '"distinct_on" columns must match initial "order_by" columns')
}

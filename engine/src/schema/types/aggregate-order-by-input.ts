import { AGGREGATE_FUNCTIONS, type AggregateFunction } from '../../model/aggregate-functions.js'
import type { TableModel } from '../../model/model.js'
import type { AggregateOrderTerm } from '../../model/order-term.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { type Input, mapInput } from '../input/input.js'
import { optional, type Slot } from '../input/slot.js'
import { objectInput, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregatedColumns } from './aggregated-columns.js'
import { directionInput } from './direction-input.js'

type Terms = readonly AggregateOrderTerm[]
type Entry = [string, Slot<Terms | null>]

/** `t_aggregate_order_by`: ordering by aggregates of several rows. */
export function aggregateOrderByInput(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Input<Terms> {
  const count = mapInput(directionInput(context), (direction): Terms => [{ kind: 'count', direction }])
  return context.tableType(table, 'aggregate_order_by', (name) =>
    objectInput({
      name,
      description: `order by aggregate values of table "${showName(table)}"`,
      slots: () => {
        const folds = AGGREGATE_FUNCTIONS.flatMap((fn) => foldEntry(context, table, permission, fn))
        return slotList([['count', optional(count)], ...folds], allTerms)
      },
    }),
  )
}

function allTerms(given: ReadonlyMap<string, Terms | null>): Terms {
  return [...given.values()].flatMap((terms) => terms ?? [])
}

function foldEntry(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: AggregateFunction,
): Entry[] {
  const columns = aggregatedColumns(fn, permission)
  if (columns.length === 0) return []
  const entries = () =>
    columns.map(([name, visible]): Entry => {
      const term = mapInput(
        directionInput(context),
        (direction): Terms => [{ kind: 'fold', fn, ...visible, direction }],
      )
      return [name, optional(term)]
    })
  const input = context.tableType(table, `${fn}_order_by`, (name) =>
    objectInput({
      name,
      description: `order by ${context.naming.field(fn)}() on columns of table "${showName(table)}"`,
      slots: () => slotList(entries(), allTerms),
    }),
  )
  return [[context.naming.field(fn), optional(input)]]
}

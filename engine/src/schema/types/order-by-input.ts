import type { VisibleColumn } from '../../model/bool-exp.js'
import type { ComputedField, Relationship, TableModel } from '../../model/model.js'
import type { OrderTerm } from '../../model/order-term.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { type Input, mapInput } from '../input/input.js'
import { optional, type Slot } from '../input/slot.js'
import { objectInput, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateOrderByInput } from './aggregate-order-by-input.js'
import { directionInput } from './direction-input.js'

type Entry = [string, Slot<OrderTerm | null>]

/** `t_order_by`: by columns, through object relationships, and by aggregates of array relationships. */
export function orderByInput(context: SchemaContext, table: TableModel): Input<readonly OrderTerm[]> {
  return context.tableType(table, 'order_by', (name) =>
    objectInput({
      name,
      description: `Ordering options when selecting data from "${showName(table)}".`,
      slots: () =>
        slotList(orderEntries(context, table), (given) =>
          [...given.values()].filter((term) => term !== null),
        ),
    }),
  )
}

function orderEntries(context: SchemaContext, table: TableModel): Entry[] {
  const { select } = context.permissionsOn(table)
  if (!select) return []
  return [
    ...[...select.columns].flatMap(([column, condition]) => columnEntry(context, { column, condition })),
    ...[...table.relationships.values()].flatMap((relationship) => relationshipEntry(context, relationship)),
    ...[...table.computedFields.values()].flatMap((field) => computedEntry(context, field, select)),
  ]
}

function columnEntry(context: SchemaContext, visible: VisibleColumn): Entry[] {
  const { graphqlName } = visible.column
  if (graphqlName === null) return []
  const term = mapInput(
    directionInput(context),
    (direction): OrderTerm => ({ kind: 'column', ...visible, direction }),
  )
  return [[graphqlName, optional(term)]]
}

/** Only computed fields that need nothing from the client: scalars themselves, rows by their aggregates. */
function computedEntry(context: SchemaContext, field: ComputedField, permission: SelectPermission): Entry[] {
  const { returns, name, call } = field
  if (call.parameters.some(({ kind }) => kind === 'client')) return []
  if ('type' in returns) {
    const condition = permission.computedFields.get(field)
    if (condition === undefined) return []
    const term = mapInput(
      directionInput(context),
      (direction): OrderTerm => ({ kind: 'computed', field, condition, direction }),
    )
    return [[name, optional(term)]]
  }
  const { select } = context.permissionsOn(returns.table)
  if (!select) return []
  const { filter } = select
  const term = mapInput(
    aggregateOrderByInput(context, returns.table, select),
    (terms): OrderTerm => ({ kind: 'computedRows', field, filter, terms }),
  )
  return [[context.naming.join(name, 'aggregate'), optional(term)]]
}

function relationshipEntry(context: SchemaContext, relationship: Relationship): Entry[] {
  const { target, name, kind } = relationship
  const { select } = context.permissionsOn(target)
  if (!select) return []
  const { filter } = select
  if (kind === 'object') {
    const term = mapInput(
      orderByInput(context, target),
      (terms): OrderTerm => ({ kind: 'related', relationship, filter, terms }),
    )
    return [[name, optional(term)]]
  }
  const term = mapInput(
    aggregateOrderByInput(context, target, select),
    (terms): OrderTerm => ({ kind: 'relatedAggregate', relationship, filter, terms }),
  )
  return [[context.naming.join(name, 'aggregate'), optional(term)]]
}

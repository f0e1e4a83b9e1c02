import { GraphQLNonNull } from 'graphql'
import { isAlways, type VisibleColumn } from '../../model/bool-exp.js'
import type { Relationship, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import type { RowPlan } from '../field-plans.js'
import { slotRecord } from '../input/slots.js'
import { bareBranch, branch, type Field, leaf } from '../output/field.js'
import { listOfRows, type Output, objectOutput } from '../output/output.js'
import type { Selection } from '../output/selection.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateOutput } from './aggregate-output.js'
import { computedFields } from './computed-fields.js'
import { jsonPathSlots, toJsonPath } from './json-path-slots.js'
import { rowsSlots } from './rows-slots.js'
import { columnType } from './scalar-types.js'

type Entry = [string, Field<RowPlan>]

/** The object type of a table's rows, as far as the role may see them; null when it may not at all. */
export function rowOutput(context: SchemaContext, table: TableModel): Output<RowPlan> | null {
  const { select } = context.permissionsOn(table)
  if (!select) return null
  return context.type(table.typeName, (name) =>
    objectOutput({ name, description: table.description, fields: () => rowFields(context, table, select) }),
  )
}

function rowFields(context: SchemaContext, table: TableModel, permission: SelectPermission): Entry[] {
  return [
    ...[...permission.columns].flatMap(([column, condition]) => columnField(context, { column, condition })),
    ...[...table.relationships.values()].flatMap((relationship) => relationshipFields(context, relationship)),
    ...[...table.computedFields.values()].flatMap((field) => computedFields(context, field, permission)),
  ]
}

function columnField(context: SchemaContext, visible: VisibleColumn): Entry[] {
  const { column, condition } = visible
  if (column.graphqlName === null) return []
  const type = columnType(context, column.type)
  const field = leaf({
    type: column.isNullable || condition ? type : new GraphQLNonNull(type),
    description: column.description,
    slots: slotRecord(jsonPathSlots(column.type), toJsonPath),
    plan: (path): RowPlan => ({ kind: 'column', ...visible, path }),
  })
  return [[column.graphqlName, field]]
}

function relationshipFields(context: SchemaContext, relationship: Relationship): Entry[] {
  const { name, kind, target, isNullable } = relationship
  const row = rowOutput(context, target)
  const permission = context.permissionsOn(target).select
  if (!row || !permission) return []
  const description = relationship.description ?? `An ${kind} relationship`
  const related = { relationship, permission }
  if (kind === 'object') {
    const isCertain = !isNullable && isAlways(permission.filter)
    const one = (selection: Selection<RowPlan>): RowPlan => ({ kind: 'relatedOne', ...related, selection })
    return [[name, bareBranch(isCertain ? new GraphQLNonNull(row.type) : row.type, row, one, description)]]
  }
  const slots = rowsSlots(context, target, permission)
  const many = branch({
    type: listOfRows(row),
    description,
    slots,
    of: row,
    plan: (rows, selection): RowPlan => ({ kind: 'related', ...related, rows, selection }),
  })
  const aggregate = aggregateOutput(context, target)
  if (!aggregate) return [[name, many]]
  const aggregated = branch({
    type: new GraphQLNonNull(aggregate.type),
    description: 'An aggregate relationship',
    slots,
    of: aggregate,
    plan: (rows, selection): RowPlan => ({ kind: 'relatedAggregate', ...related, rows, selection }),
  })
  return [
    [name, many],
    [context.naming.field(`${name}_aggregate`), aggregated],
  ]
}

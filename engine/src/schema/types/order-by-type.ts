import {
  GraphQLEnumType,
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
} from 'graphql'
import type { ColumnModel, ComputedField, Relationship, TableModel } from '../../model/model.js'
import type { CellCondition, SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateOrderByType } from './aggregate-order-by-type.js'

type Entry = [string, GraphQLInputFieldConfig]

/** `order_by`: the directions, and where nulls go. */
export function directionType(context: SchemaContext): GraphQLEnumType {
  const values = {
    asc: { description: 'in ascending order, nulls last' },
    asc_nulls_first: { description: 'in ascending order, nulls first' },
    asc_nulls_last: { description: 'in ascending order, nulls last' },
    desc: { description: 'in descending order, nulls first' },
    desc_nulls_first: { description: 'in descending order, nulls first' },
    desc_nulls_last: { description: 'in descending order, nulls last' },
  }
  return context.type(
    'order_by',
    (name) => new GraphQLEnumType({ name, description: 'column ordering options', values }),
  )
}

/** `t_order_by`: by columns, through object relationships, and by aggregates of array relationships. */
export function orderByType(context: SchemaContext, table: TableModel): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_order_by`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Ordering options when selecting data from "${showName(table)}".`,
        fields: () => orderFields(context, table),
      }),
  )
}

function orderFields(context: SchemaContext, table: TableModel): GraphQLInputFieldConfigMap {
  const { select } = context.permissionsOn(table)
  if (!select) return {}
  return Object.fromEntries([
    ...[...select.columns].flatMap(([column, condition]) => columnEntry(context, column, condition)),
    ...[...table.relationships.values()].flatMap((relationship) => relationshipEntry(context, relationship)),
    ...[...table.computedFields.values()].flatMap((field) => computedEntry(context, field, select)),
  ])
}

/** Only computed fields that need nothing from the client: scalars themselves, rows by their aggregates. */
function computedEntry(context: SchemaContext, field: ComputedField, permission: SelectPermission): Entry[] {
  const { returns, name, call } = field
  if (call.parameters.some(({ kind }) => kind === 'client')) return []
  if ('type' in returns) {
    const condition = permission.computedFields.get(field)
    if (condition === undefined) return []
    const meaning = { kind: 'computed', field, condition } as const
    return [[name, { type: directionType(context), extensions: { plan: { meaning } } }]]
  }
  const { select } = context.permissionsOn(returns.table)
  if (!select) return []
  const meaning = { kind: 'computedRows', field, filter: select.filter } as const
  const type = aggregateOrderByType(context, returns.table, select)
  return [[`${name}_aggregate`, { type, extensions: { plan: { meaning } } }]]
}

/** One direction for a column. */
export function columnEntry(context: SchemaContext, column: ColumnModel, condition: CellCondition): Entry[] {
  if (column.graphqlName === null) return []
  const meaning = { kind: 'column', column, condition } as const
  return [[column.graphqlName, { type: directionType(context), extensions: { plan: { meaning } } }]]
}

function relationshipEntry(context: SchemaContext, relationship: Relationship): Entry[] {
  const { target, name, kind } = relationship
  const { select } = context.permissionsOn(target)
  if (!select) return []
  if (kind === 'object') {
    const meaning = { kind: 'related', relationship, filter: select.filter } as const
    return [[name, { type: orderByType(context, target), extensions: { plan: { meaning } } }]]
  }
  const meaning = { kind: 'relatedAggregate', relationship, permission: select } as const
  return [
    [
      `${name}_aggregate`,
      { type: aggregateOrderByType(context, target, select), extensions: { plan: { meaning } } },
    ],
  ]
}

import { type GraphQLInputFieldConfig, GraphQLInputObjectType } from 'graphql'
import type { TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { AggregateFunction } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { AGGREGATE_FUNCTIONS, aggregatedColumns } from './aggregate-functions.js'
import { columnEntry, directionType } from './order-by-type.js'

/** `t_aggregate_order_by`: ordering by aggregates of several rows. */
export function aggregateOrderByType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_aggregate_order_by`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `order by aggregate values of table "${showName(table)}"`,
        fields: () => ({
          count: {
            type: directionType(context),
            extensions: { plan: { meaning: { kind: 'aggregateFunction', fn: 'count' } } },
          },
          ...Object.fromEntries(
            AGGREGATE_FUNCTIONS.flatMap((fn) => functionOrderEntry(context, table, permission, fn)),
          ),
        }),
      }),
  )
}

function functionOrderEntry(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: AggregateFunction,
): [string, GraphQLInputFieldConfig][] {
  const columns = aggregatedColumns(fn, permission)
  if (columns.length === 0) return []
  const type = context.type(
    `${table.graphqlName}_${fn}_order_by`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `order by ${fn}() on columns of table "${showName(table)}"`,
        fields: () =>
          Object.fromEntries(
            columns.flatMap(([column, condition]) => columnEntry(context, column, condition)),
          ),
      }),
  )
  return [[fn, { type, extensions: { plan: { meaning: { kind: 'aggregateFunction', fn } } } }]]
}

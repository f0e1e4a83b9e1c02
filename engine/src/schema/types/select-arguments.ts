import { type GraphQLFieldConfigArgumentMap, GraphQLInt, GraphQLList, GraphQLNonNull } from 'graphql'
import type { TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import type { SchemaContext } from '../schema-context.js'
import { selectColumnType } from './column-enums.js'
import { orderByType } from './order-by-type.js'
import { whereType } from './where-type.js'

/** `where`, `order_by`, `limit`, `offset` and `distinct_on`, wherever rows of a table are listed. */
export function selectArguments(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLFieldConfigArgumentMap {
  const columns = selectColumnType(context, table, permission)
  return {
    ...(columns && {
      distinct_on: {
        type: new GraphQLList(new GraphQLNonNull(columns)),
        description: 'distinct select on columns',
      },
    }),
    limit: {
      type: GraphQLInt,
      description: 'limit the number of rows returned',
      extensions: { plan: { reader: { kind: 'nonNegativeInt' } } },
    },
    offset: {
      type: GraphQLInt,
      description: 'skip the first n rows. Use only with order_by',
      extensions: { plan: { reader: { kind: 'bigInt' } } },
    },
    order_by: {
      type: new GraphQLList(new GraphQLNonNull(orderByType(context, table))),
      description: 'sort the rows by one or more columns',
    },
    where: { type: whereType(context, table), description: 'filter the rows returned' },
  }
}

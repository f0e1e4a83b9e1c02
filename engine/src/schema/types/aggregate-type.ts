import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql'
import type { TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateFunctionField } from './aggregate-function-field.js'
import { AGGREGATE_FUNCTIONS } from './aggregate-functions.js'
import { selectColumnType } from './column-enums.js'
import { rowType } from './row-type.js'

type Field = GraphQLFieldConfig<unknown, unknown>

/** `t_aggregate`: aggregates of rows and the rows themselves; null when the role may not aggregate. */
export function aggregateType(context: SchemaContext, table: TableModel): GraphQLObjectType | null {
  const { select } = context.permissionsOn(table)
  const row = rowType(context, table)
  if (!select?.allowAggregations || !row) return null
  return context.type(
    `${table.graphqlName}_aggregate`,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `aggregated selection of "${showName(table)}"`,
        fields: () => ({
          aggregate: {
            type: aggregateFieldsType(context, table, select),
            extensions: { plan: { kind: 'aggregate' } },
          },
          nodes: {
            type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(row))),
            extensions: { plan: { kind: 'nodes' } },
          },
        }),
      }),
  )
}

function aggregateFieldsType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLObjectType {
  return context.type(
    `${table.graphqlName}_aggregate_fields`,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `aggregate fields of "${showName(table)}"`,
        fields: () => ({
          count: countField(context, table, permission),
          ...Object.fromEntries(
            AGGREGATE_FUNCTIONS.flatMap((fn) => aggregateFunctionField(context, table, permission, fn)),
          ),
        }),
      }),
  )
}

function countField(context: SchemaContext, table: TableModel, permission: SelectPermission): Field {
  const columns = selectColumnType(context, table, permission)
  return {
    type: new GraphQLNonNull(GraphQLInt),
    args: {
      ...(columns && { columns: { type: new GraphQLList(new GraphQLNonNull(columns)) } }),
      distinct: { type: GraphQLBoolean },
    },
    extensions: { plan: { kind: 'count' } },
  }
}

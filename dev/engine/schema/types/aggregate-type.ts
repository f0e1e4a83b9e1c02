import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql'
import { showName } from '../../catalogue/catalogue.js'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../permissions/permission.js'
import type { AggregateFunction } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { AGGREGATE_FUNCTIONS, aggregatedColumns, aggregatedComputedFields } from './aggregate-functions.js'
import { selectColumnType } from './column-enums.js'
import { computedFieldArguments } from './function-arguments.js'
import { rowType } from './row-type.js'
import { columnType } from './scalar-types.js'

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
            AGGREGATE_FUNCTIONS.flatMap((fn) => functionField(context, table, permission, fn)),
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

function functionField(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: AggregateFunction,
): [string, Field][] {
  const fields = [...columnFields(context, permission, fn), ...computedFields(context, permission, fn)]
  if (fields.length === 0) return []
  const type = context.type(
    `${table.graphqlName}_${fn}_fields`,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `aggregate ${fn} on columns`,
        fields: Object.fromEntries(fields),
      }),
  )
  return [[fn, { type, extensions: { plan: { kind: 'aggregateFunction', fn } } }]]
}

function columnFields(
  context: SchemaContext,
  permission: SelectPermission,
  fn: AggregateFunction,
): [string, Field][] {
  return aggregatedColumns(fn, permission).map(([column, condition]) => [
    column.graphqlName ?? column.name,
    {
      type: resultType(context, fn, column.type),
      description: column.description,
      extensions: { plan: { kind: 'aggregateColumn', column, condition } },
    },
  ])
}

function computedFields(
  context: SchemaContext,
  permission: SelectPermission,
  fn: AggregateFunction,
): [string, Field][] {
  return aggregatedComputedFields(fn, permission).map(({ field, type, condition }) => [
    field.name,
    {
      // Its own type even where a column has Float: an average of bigint is a bigint to clients.
      type: columnType(context, type),
      description: field.description,
      args: computedFieldArguments(context, field),
      extensions: { plan: { kind: 'computed', field, condition } },
    },
  ])
}

function resultType(context: SchemaContext, fn: AggregateFunction, type: ColumnType) {
  const keepsType = fn === 'sum' || fn === 'max' || fn === 'min'
  return keepsType ? columnType(context, type) : GraphQLFloat
}

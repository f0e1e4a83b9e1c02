import { type GraphQLFieldConfig, GraphQLFloat, GraphQLObjectType } from 'graphql'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import type { AggregateFunction } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregatedColumns, aggregatedComputedFields } from './aggregate-functions.js'
import { computedFieldArguments } from './function-arguments.js'
import { columnType } from './scalar-types.js'

type Field = GraphQLFieldConfig<unknown, unknown>

/** `sum`, `avg` … of an aggregate, over the columns and computed fields that it fits; none without any. */
export function aggregateFunctionField(
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

import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../permissions/permission.js'
import type { SchemaContext } from '../schema-context.js'
import { selectColumnType } from './column-enums.js'
import { comparisonType, TEXT } from './comparison-type.js'
import { whereType } from './where-type.js'

const INT: ColumnType = { ...TEXT, scalar: 'int4', sql: 'int4', graphqlName: 'Int' }
const BOOLEAN: ColumnType = { ...TEXT, scalar: 'bool', sql: 'bool', graphqlName: 'Boolean' }

/** `t_aggregate_bool_exp`: conditions on how many related rows there are, or on all or any of them. */
export function aggregatePredicateType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLInputObjectType {
  return context.type(
    `${table.graphqlName}_aggregate_bool_exp`,
    (name) =>
      new GraphQLInputObjectType({ name, fields: () => predicateFields(context, table, permission, name) }),
  )
}

function predicateFields(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  name: string,
): GraphQLInputFieldConfigMap {
  const booleans = [...permission.columns.keys()].flatMap(({ type, graphqlName }) =>
    type.scalar === 'bool' && !type.isArray && graphqlName !== null ? [graphqlName] : [],
  )
  const columns = selectColumnType(context, table, permission)
  const count = {
    type: columns && new GraphQLList(new GraphQLNonNull(columns)),
    comparison: comparisonType(context, INT),
  }
  const fold = (fn: 'bool_and' | 'bool_or') => {
    const argumentsName = `${table.graphqlName}_select_column_${table.graphqlName}_aggregate_bool_exp_${fn}_arguments_columns`
    const type = context.type(
      argumentsName,
      () =>
        new GraphQLEnumType({
          name: argumentsName,
          values: Object.fromEntries(booleans.map((column) => [column, { description: 'column name' }])),
        }),
    )
    return predicateField(
      context,
      table,
      `${name}_${fn}`,
      fn,
      new GraphQLNonNull(type),
      comparisonType(context, BOOLEAN),
    )
  }
  return {
    count: predicateField(context, table, `${name}_count`, 'count', count.type, count.comparison),
    ...(booleans.length > 0 && { bool_and: fold('bool_and'), bool_or: fold('bool_or') }),
  }
}

function predicateField(
  context: SchemaContext,
  table: TableModel,
  name: string,
  fn: 'count' | 'bool_and' | 'bool_or',
  columns: GraphQLList<GraphQLNonNull<GraphQLEnumType>> | GraphQLNonNull<GraphQLEnumType> | null,
  predicate: GraphQLInputObjectType,
): GraphQLInputFieldConfig {
  const type = context.type(
    name,
    () =>
      new GraphQLInputObjectType({
        name,
        fields: () => ({
          ...(columns && { arguments: { type: columns } }),
          distinct: { type: GraphQLBoolean },
          filter: { type: whereType(context, table) },
          predicate: { type: new GraphQLNonNull(predicate) },
        }),
      }),
  )
  return { type, extensions: { plan: { meaning: { kind: 'predicate', fn } } } }
}

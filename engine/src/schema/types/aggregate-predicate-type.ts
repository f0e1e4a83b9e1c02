import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import {
  isPredicateFunction,
  PAIR,
  PREDICATE_FUNCTIONS,
  type PredicateFunction,
} from '../../model/predicate-functions.js'
import type { SchemaContext } from '../schema-context.js'
import { selectColumnType } from './column-enums.js'
import { comparisonType, TEXT } from './comparison-type.js'
import { whereType } from './where-type.js'

const GRAPHQL_NAMES = { int4: 'Int', bool: 'Boolean', float8: 'float8' }

/** `t_aggregate_bool_exp`: conditions on how many related rows there are, or on what they amount to. */
export function aggregatePredicateType(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLInputObjectType {
  const fields = (): [string, GraphQLInputFieldConfig][] =>
    Object.keys(PREDICATE_FUNCTIONS)
      .filter(isPredicateFunction)
      .flatMap((fn) => {
        const field = predicateField(context, table, permission, fn)
        return field ? [[fn, field]] : []
      })
  return context.type(
    `${table.graphqlName}_aggregate_bool_exp`,
    (name) => new GraphQLInputObjectType({ name, fields: () => Object.fromEntries(fields()) }),
  )
}

/** The condition on one aggregate; null when the role sees no column that it could be about. */
function predicateField(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: PredicateFunction,
): GraphQLInputFieldConfig | null {
  const { takes, gives } = PREDICATE_FUNCTIONS[fn]
  const columns =
    takes === 'columns'
      ? anyColumns(context, table, permission)
      : fittingColumns(context, table, permission, fn)
  if (!columns && takes !== 'columns') return null
  const result: ColumnType = { ...TEXT, scalar: gives, sql: gives, graphqlName: GRAPHQL_NAMES[gives] }
  const type = context.type(
    `${table.graphqlName}_aggregate_bool_exp_${fn}`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => ({
          ...(columns && { arguments: { type: columns } }),
          distinct: { type: GraphQLBoolean },
          filter: { type: whereType(context, table) },
          predicate: { type: new GraphQLNonNull(comparisonType(context, result)) },
        }),
      }),
  )
  return { type, extensions: { plan: { meaning: { kind: 'predicate', fn } } } }
}

function anyColumns(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): GraphQLInputType | null {
  const columns = selectColumnType(context, table, permission)
  return columns && new GraphQLList(new GraphQLNonNull(columns))
}

/** One column of the type that the function takes, or two of them as `{X: …, Y: …}`. */
function fittingColumns(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
  fn: PredicateFunction,
): GraphQLInputType | null {
  const { takes, of } = PREDICATE_FUNCTIONS[fn]
  const names = [...permission.columns.keys()].flatMap(({ type, graphqlName }) =>
    type.scalar === of && !type.isArray && graphqlName !== null ? [graphqlName] : [],
  )
  if (names.length === 0) return null
  const base = `${table.graphqlName}_aggregate_bool_exp_${fn}_arguments`
  const values = Object.fromEntries(names.map((name) => [name, { description: 'column name' }]))
  const column = context.type(
    `${table.graphqlName}_select_column_${base}_columns`,
    (name) => new GraphQLEnumType({ name, values }),
  )
  if (takes === 'column') return new GraphQLNonNull(column)
  const pair = { type: new GraphQLNonNull(column) }
  const fields = Object.fromEntries(PAIR.map((name) => [name, pair]))
  return new GraphQLNonNull(context.type(base, (name) => new GraphQLInputObjectType({ name, fields })))
}

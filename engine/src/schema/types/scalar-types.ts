import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedInputType,
  type GraphQLNamedOutputType,
  GraphQLNonNull,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql'
import type { ColumnType, TableModel } from '../../model/model.js'
import type { SchemaContext } from '../schema-context.js'

export const BUILT_IN_SCALARS: ReadonlyMap<string, GraphQLScalarType> = new Map(
  [GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean, GraphQLID].map((type) => [type.name, type]),
)

/** A scalar by its GraphQL name. */
export function scalarType(context: SchemaContext, name: string): GraphQLScalarType {
  return BUILT_IN_SCALARS.get(name) ?? context.type(name, () => new GraphQLScalarType({ name }))
}

/** The type of one value of a column: a scalar, or the enum that the column refers to. */
export function namedColumnType(
  context: SchemaContext,
  type: ColumnType,
): GraphQLNamedInputType & GraphQLNamedOutputType {
  return type.enumTable ? enumTableType(context, type.enumTable) : scalarType(context, type.graphqlName)
}

/** The type of a column without its nullability: arrays are lists. */
export function columnType(context: SchemaContext, type: ColumnType) {
  const named = namedColumnType(context, type)
  return type.isArray ? new GraphQLList(new GraphQLNonNull(named)) : named
}

function enumTableType(context: SchemaContext, table: TableModel): GraphQLEnumType {
  return context.type(
    `${table.graphqlName}_enum`,
    (name) =>
      new GraphQLEnumType({
        name,
        values: Object.fromEntries(
          (table.enumValues ?? []).map(({ value, comment }) => [value, { description: comment }]),
        ),
      }),
  )
}

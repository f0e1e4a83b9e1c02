import { GraphQLList, GraphQLNonNull, GraphQLScalarType, specifiedScalarTypes } from 'graphql'
import type { Json } from '../../json/json.js'
import { LateVariable } from '../../late/late-variable.js'
import type { ColumnType, TableModel } from '../../model/model.js'
import { type EnumInput, enumInput } from '../input/enum-input.js'
import type { Input } from '../input/input.js'
import { checkColumnValue } from '../input/read-column-value.js'
import { readAny } from '../input/scalar-inputs.js'
import type { SchemaContext } from '../schema-context.js'

const BUILT_IN: ReadonlyMap<string, GraphQLScalarType> = new Map(
  specifiedScalarTypes.map((type) => [type.name, type]),
)

/** A scalar by its GraphQL name. */
export function scalarType(context: SchemaContext, name: string): GraphQLScalarType {
  return BUILT_IN.get(name) ?? context.type(name, () => new GraphQLScalarType({ name }))
}

/** The type of one value of a column: a scalar, or the enum that the column refers to. */
export function namedColumnType(context: SchemaContext, { enumTable, graphqlName }: ColumnType) {
  return enumTable ? enumTableInput(context, enumTable).type : scalarType(context, graphqlName)
}

/** The type of a column without its nullability: arrays are lists. */
export function columnType(context: SchemaContext, type: ColumnType) {
  const named = namedColumnType(context, type)
  return type.isArray ? new GraphQLList(new GraphQLNonNull(named)) : named
}

/** Whatever Postgres accepts for a column, strings always; an array is one value, as it is to Postgres. */
export function columnInput(context: SchemaContext, type: ColumnType): Input<Json> {
  if (type.enumTable && !type.isArray) return enumTableInput(context, type.enumTable)
  return {
    type: columnType(context, type),
    read: (given, place) => {
      const check = (value: Json) => checkColumnValue(value, type, place.path)
      return given instanceof LateVariable
        ? given.checked(check)
        : check(readAny(given, type.graphqlName, place))
    },
  }
}

function enumTableInput(context: SchemaContext, table: TableModel): EnumInput<Json> {
  return context.tableType(table, 'enum', (name) =>
    enumInput({
      name,
      values: (table.enumValues ?? []).map(({ value, comment }) => [
        context.naming.enumValue(value),
        { description: comment, means: value },
      ]),
    }),
  )
}

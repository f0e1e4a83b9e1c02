import {
  GraphQLBoolean,
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql'
import type { ColumnType } from '../../model/model.js'
import { clientOperators, type OperatorName, operatorOf } from '../../model/operators.js'
import type { ScalarReader } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { columnType, namedColumnType } from './scalar-types.js'

const ENUM_OPERATORS: readonly OperatorName[] = ['_eq', '_neq', '_in', '_nin', '_is_null']

export const TEXT: ColumnType = {
  scalar: 'text',
  isArray: false,
  sql: 'text',
  kind: 'b',
  graphqlName: 'String',
  enumTable: null,
}

/** `Int_comparison_exp` and its like: the operators that a client may use on a column of that type. */
export function comparisonType(context: SchemaContext, type: ColumnType): GraphQLInputObjectType {
  const named = namedColumnType(context, type)
  const description = `Boolean expression to compare columns of type "${named.name}". All fields are combined with logical 'AND'.`
  return context.type(
    `${named.name}${type.isArray ? '_array' : ''}_comparison_exp`,
    (name) =>
      new GraphQLInputObjectType({ name, description, fields: () => comparisonFields(context, type) }),
  )
}

function comparisonFields(context: SchemaContext, type: ColumnType): GraphQLInputFieldConfigMap {
  const operators = type.enumTable ? ENUM_OPERATORS : clientOperators(type)
  const fields: [string, GraphQLInputFieldConfig][] = operators.map((operator) => [
    operator,
    operatorField(context, operator, type),
  ])
  const isJsonb = type.scalar === 'jsonb' && !type.isArray
  if (isJsonb) fields.push(['_cast', castField(context, 'jsonb')])
  return Object.fromEntries(fields)
}

function operatorField(
  context: SchemaContext,
  operator: OperatorName,
  type: ColumnType,
): GraphQLInputFieldConfig {
  const { operand } = operatorOf(operator)
  const meaning = { kind: 'operator', operator } as const
  const one = (of: ColumnType): GraphQLInputFieldConfig => ({
    type: columnType(context, of),
    extensions: { plan: { reader: reader(of), rejectsNull: true, meaning } },
  })
  const many = (of: ColumnType): GraphQLInputFieldConfig => ({
    type: new GraphQLList(new GraphQLNonNull(columnType(context, of))),
    extensions: { plan: { reader: reader(of), rejectsNull: true, meaning } },
  })
  if (operand === 'column') return one(type)
  if (operand === 'columnList') return many(type)
  if (operand === 'text') return one(TEXT)
  if (operand === 'textList') return many(TEXT)
  if (operand === 'boolean')
    return { type: GraphQLBoolean, extensions: { plan: { rejectsNull: true, meaning } } }
  return 'type' in operand ? one(ofScalar(operand.type)) : many(ofScalar(operand.listOf))
}

function reader(type: ColumnType): ScalarReader {
  return { kind: 'column', type }
}

function ofScalar(scalar: string): ColumnType {
  // A jsonpath is a String to clients.
  const graphqlName = scalar === 'jsonpath' ? 'String' : scalar
  return { ...TEXT, scalar, sql: scalar, graphqlName }
}

/** `_cast: {String: {…}}` compares a column by its text. */
function castField(context: SchemaContext, typeName: string): GraphQLInputFieldConfig {
  const meaning = { kind: 'cast' } as const
  const type = context.type(
    `${typeName}_cast_exp`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () => ({
          String: { type: comparisonType(context, TEXT), extensions: { plan: { meaning } } },
        }),
      }),
  )
  return { type, extensions: { plan: { meaning } } }
}

import { type GraphQLFieldConfigArgumentMap, GraphQLInputObjectType, GraphQLNonNull } from 'graphql'
import type { ComputedField, FunctionCall } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { columnType } from './scalar-types.js'

/** The `args` argument of a function's field; none when the client has nothing to give. */
export function functionArguments(
  context: SchemaContext,
  { fn, parameters }: FunctionCall,
  typeName: string,
): GraphQLFieldConfigArgumentMap {
  const given = parameters.filter((parameter) => parameter.kind === 'client')
  if (given.length === 0) return {}
  const type = context.type(
    typeName,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: () =>
          Object.fromEntries(
            given.map((parameter) => [
              parameter.graphqlName,
              {
                type: columnType(context, parameter.type),
                extensions: {
                  plan: {
                    reader: { kind: 'column', type: parameter.type },
                    meaning: { kind: 'parameter', parameter },
                  },
                },
              },
            ]),
          ),
      }),
  )
  const isRequired = given.some(({ hasDefault }) => !hasDefault)
  return {
    args: {
      type: isRequired ? new GraphQLNonNull(type) : type,
      description: `input parameters for function "${showName(fn)}"`,
    },
  }
}

/** The `args` of a computed field; the fields of all aggregates share them with the row's. */
export function computedFieldArguments(
  context: SchemaContext,
  { name, table, call }: ComputedField,
): GraphQLFieldConfigArgumentMap {
  return functionArguments(context, call, `${name}_${table.graphqlName}_args`)
}

import {
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  isNonNullType,
  Kind,
  parseType,
  type TypeNode,
} from 'graphql'
import type { OutputRelationship } from '../../model/model.js'
import type { SchemaContext } from '../schema-context.js'
import { rowType } from './row-type.js'
import { scalarType } from './scalar-types.js'
import { selectArguments } from './select-arguments.js'

/** The type of an action's argument, written as GraphQL: `[LoginInput!]!`. */
export function customInputType(context: SchemaContext, text: string): GraphQLInputType {
  return wrapType(parseType(text), (name) => inputTypeNamed(context, name))
}

/** The type of an action's answer. */
export function customOutputType(context: SchemaContext, text: string): GraphQLOutputType {
  return wrapType(parseType(text), (name) => outputTypeNamed(context, name))
}

/** Puts the lists and non-nulls of `node` around the named type. */
function wrapType<Type extends GraphQLInputType | GraphQLOutputType>(
  node: TypeNode,
  named: (name: string) => Type,
): Type {
  if (node.kind === Kind.NAMED_TYPE) return named(node.name.value)
  const inner: GraphQLInputType | GraphQLOutputType = wrapType(node.type, named)
  const wrapped =
    node.kind === Kind.LIST_TYPE || isNonNullType(inner) ? new GraphQLList(inner) : new GraphQLNonNull(inner)
  // Lists and non-nulls of input types are input types, and those of output types output types.
  return wrapped as unknown as Type
}

function inputTypeNamed(context: SchemaContext, name: string) {
  const object = context.model.customTypes.input_objects.find((type) => type.name === name)
  if (!object) return leafType(context, name)
  return context.type(
    name,
    () =>
      new GraphQLInputObjectType({
        name,
        description: object.description,
        fields: () =>
          Object.fromEntries(
            object.fields.map((field) => [
              field.name,
              { type: customInputType(context, field.type), description: field.description },
            ]),
          ),
      }),
  )
}

function outputTypeNamed(context: SchemaContext, name: string) {
  const object = context.model.customTypes.objects.find((type) => type.name === name)
  if (!object) return leafType(context, name)
  return context.type(
    name,
    () =>
      new GraphQLObjectType({
        name,
        description: object.description,
        fields: () => ({
          ...Object.fromEntries(
            object.fields.map((field) => [
              field.name,
              {
                type: customOutputType(context, field.type),
                description: field.description,
                extensions: { plan: { kind: 'actionValue' } },
              },
            ]),
          ),
          ...relatedFields(context, name),
        }),
      }),
  )
}

/** Fields that lead from an action's answer to a table that the role may read. */
function relatedFields(context: SchemaContext, typeName: string): GraphQLFieldConfigMap<unknown, unknown> {
  const relationships = context.model.outputRelationships.get(typeName) ?? []
  return Object.fromEntries(relationships.flatMap((relationship) => relatedField(context, relationship)))
}

function relatedField(context: SchemaContext, relationship: OutputRelationship) {
  const { target, name, kind } = relationship
  const permission = context.permissionsOn(target).select
  const row = rowType(context, target)
  if (!permission || !row) return []
  const isList = kind === 'array'
  const field = {
    type: isList ? new GraphQLList(new GraphQLNonNull(row)) : row,
    args: isList ? selectArguments(context, target, permission) : {},
    extensions: { plan: { kind: 'actionRelated', relationship, permission } as const },
  }
  return [[name, field] as const]
}

function leafType(context: SchemaContext, name: string): GraphQLScalarType | GraphQLEnumType {
  const declared = context.model.customTypes.enums.find((type) => type.name === name)
  if (!declared) return scalarType(context, name)
  return context.type(
    name,
    () =>
      new GraphQLEnumType({
        name,
        description: declared.description,
        values: Object.fromEntries(declared.values.map(({ value, description }) => [value, { description }])),
      }),
  )
}

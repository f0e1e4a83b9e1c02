import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  SchemaMetaFieldDef,
  type SelectionNode,
  TypeMetaFieldDef,
} from 'graphql'
import { HasuraError } from '../../errors.js'
import type { RoleSchema } from '../../schema/build-role-schema.js'
import type { SelectedField } from '../../schema/selected-field.js'
import type { Given, Variables } from '../request/resolve-variables.js'
import { checkArguments } from './check-arguments.js'
import type { Fragments } from './check-fragments.js'
import { type CollectedField, collectFields } from './collect-fields.js'
import { readFields } from './read-value.js'
import { pathTo, validationError } from './validation-error.js'

/** What reading a request needs besides the selection at hand. */
export interface ReadContext {
  schema: RoleSchema
  fragments: Fragments
  variables: Variables
}

/**
 * Reads a selection set against its type.
 *
 * Works through fields in the order of the document, each with its arguments before its own selections, so
 * that of several mistakes the one that Hasura names is named.
 */
export function readSelection(
  selections: readonly SelectionNode[],
  type: GraphQLObjectType,
  path: string,
  context: ReadContext,
): SelectedField[] {
  const here = `${path}.selectionSet`
  if (selections.length === 0) throw validationError(here, `missing selection set for '${type.name}'`)
  return collectFields(selections, type.name, here, context.fragments, context.variables).map((collected) =>
    readField(collected, type, here, context),
  )
}

function readField(
  collected: CollectedField,
  type: GraphQLObjectType,
  here: string,
  context: ReadContext,
): SelectedField {
  const { key, node, selections } = collected
  const name = node.name.value
  const path = pathTo(here, name)
  if (name === '__typename') {
    return {
      key,
      name,
      plan: { kind: 'typename', typeName: type.name },
      definition: null,
      args: {},
      selection: [],
      path,
    }
  }
  const definition = findField(name, type, context.schema)
  if (!definition) throw validationError(path, `field '${name}' not found in type: '${type.name}'`)
  const result = getNamedType(definition.type)
  if (!isObjectType(result) && selections.length > 0) {
    throw validationError(path, 'unexpected subselection set for non-object field')
  }
  const args = readArguments(collected, definition, path, context.variables)
  checkArguments(definition.extensions.plan, args, `${path}.args`)
  const selection = isObjectType(result) ? readSelection(selections, result, path, context) : []
  const plan = definition.extensions.plan ?? { kind: 'introspection', collected }
  return { key, name, plan, definition, args, selection, path }
}

function findField(
  name: string,
  type: GraphQLObjectType,
  { role, graphql, allowsIntrospection }: RoleSchema,
): GraphQLField<unknown, unknown> | undefined {
  const meta = type === graphql.getQueryType() && META_FIELDS.find((field) => field.name === name)
  if (!meta) return type.getFields()[name]
  if (!allowsIntrospection) {
    throw new HasuraError('not-supported', `introspection is disabled for role: "${role}"`)
  }
  return meta
}

const META_FIELDS = [SchemaMetaFieldDef, TypeMetaFieldDef]

function readArguments(
  { node }: CollectedField,
  definition: GraphQLField<unknown, unknown>,
  path: string,
  variables: Variables,
) {
  const given = new Map<string, Given>(
    (node.arguments ?? []).map(({ name, value }) => [name.value, { kind: 'literal', node: value }]),
  )
  for (const name of given.keys()) {
    if (!definition.args.some((argument) => argument.name === name)) {
      throw validationError(path, `'${definition.name}' has no argument named '${name}'`)
    }
  }
  return readFields(definition.args, given, `${path}.args`, variables)
}

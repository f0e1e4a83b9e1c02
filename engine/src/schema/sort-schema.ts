import {
  type GraphQLEnumValue,
  type GraphQLNamedType,
  GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
} from 'graphql'

/**
 * A copy of the schema with everything but directives in the order of its name, as Hasura's introspection has it.
 *
 * graphql-js sorts as people do (`a2` before `a10`, case aside); Hasura goes by code points.
 */
export function sortSchema(schema: GraphQLSchema): GraphQLSchema {
  const copy = lexicographicSortSchema(schema).toConfig()
  const types = copy.types.toSorted(byName)
  for (const type of types) sortMembers(type)
  return new GraphQLSchema({ ...copy, types, directives: schema.getDirectives() })
}

function sortMembers(type: GraphQLNamedType): void {
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = type.getFields()
    for (const field of Object.values(fields)) field.args = field.args.toSorted(byName)
    sortKeys(fields)
  }
  if (isInputObjectType(type)) sortKeys(type.getFields())
  // The list is read-only for users of the type, but graphql-js hands out its own, and the copy is ours.
  if (isEnumType(type)) (type.getValues() as GraphQLEnumValue[]).sort(byName)
}

function sortKeys(members: Record<string, unknown>): void {
  const sorted = Object.entries(members).sort(([a], [b]) => compare(a, b))
  for (const [name] of sorted) delete members[name]
  Object.assign(members, Object.fromEntries(sorted))
}

function byName(a: { name: string }, b: { name: string }): number {
  return compare(a.name, b.name)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

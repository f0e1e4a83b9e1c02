import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import type { Model } from '../model/model.js'
import { DIRECTIVES } from './directives.js'
import { actionFields, asyncActionFields } from './roots/action-fields.js'
import { deleteFields } from './roots/delete-fields.js'
import { functionFields } from './roots/function-fields.js'
import { insertFields } from './roots/insert-fields.js'
import type { RootEntry } from './roots/root-field.js'
import { selectFields } from './roots/select-fields.js'
import { streamField } from './roots/stream-field.js'
import { updateFields } from './roots/update-fields.js'
import { SchemaContext, type SchemaOptions } from './schema-context.js'
import { sortSchema } from './sort-schema.js'

/** The GraphQL schema that one role sees, and how its introspection is answered. */
export interface RoleSchema {
  role: string
  graphql: GraphQLSchema
  allowsIntrospection: boolean
  /** The same schema with everything in the order of its name, which introspection shows. */
  sorted(): GraphQLSchema
}

/** Builds a role's schema: what the role may not do with the database does not exist in it. */
export function buildRoleSchema(model: Model, role: string, options: SchemaOptions): RoleSchema {
  const context = new SchemaContext(model, role, options)
  const graphql = new GraphQLSchema({
    query: rootType('query_root', queryFields(context)) ?? emptyQueryRoot(),
    mutation: rootType('mutation_root', mutationFields(context)),
    subscription: rootType('subscription_root', subscriptionFields(context)),
    directives: DIRECTIVES,
    // Hasura is laxer than the specification: a role may see a table of which it sees no column.
    assumeValid: true,
  })
  let sorted: GraphQLSchema | undefined
  return {
    role,
    graphql,
    allowsIntrospection: !model.introspectionDisabledFor.has(role),
    sorted: () => {
      sorted ??= sortSchema(graphql)
      return sorted
    },
  }
}

function queryFields(context: SchemaContext): RootEntry[] {
  return [
    ...[...context.model.tables.values()].flatMap((table) => selectFields(context, table, 'query')),
    ...context.model.functions.filter((fn) => !fn.isMutation).flatMap((fn) => functionFields(context, fn)),
    ...actionFields(context, 'query'),
    ...asyncActionFields(context),
  ]
}

function mutationFields(context: SchemaContext): RootEntry[] {
  return [
    ...[...context.model.tables.values()].flatMap((table) => [
      ...insertFields(context, table),
      ...updateFields(context, table),
      ...deleteFields(context, table),
    ]),
    ...context.model.functions.filter((fn) => fn.isMutation).flatMap((fn) => functionFields(context, fn)),
    ...actionFields(context, 'mutation'),
  ]
}

function subscriptionFields(context: SchemaContext): RootEntry[] {
  return [
    ...[...context.model.tables.values()].flatMap((table) => [
      ...selectFields(context, table, 'subscription'),
      ...streamField(context, table),
    ]),
    ...context.model.functions.filter((fn) => !fn.isMutation).flatMap((fn) => functionFields(context, fn)),
    ...asyncActionFields(context),
  ]
}

function rootType(name: string, entries: readonly RootEntry[]): GraphQLObjectType | undefined {
  if (entries.length === 0) return undefined
  return new GraphQLObjectType({ name, fields: Object.fromEntries(entries) })
}

/** What the only field of a role that may read nothing says. */
export const NO_QUERIES =
  "There are no queries available to the current role. Either there are no sources or remote schemas configured, or the current role doesn't have the required permissions."

/** GraphQL knows no object type without fields, so a role that may read nothing gets one that says so. */
function emptyQueryRoot(): GraphQLObjectType {
  return new GraphQLObjectType({
    name: 'query_root',
    fields: {
      no_queries_available: {
        type: new GraphQLNonNull(GraphQLString),
        description: NO_QUERIES,
        extensions: { plan: { kind: 'nothing' } },
      },
    },
  })
}

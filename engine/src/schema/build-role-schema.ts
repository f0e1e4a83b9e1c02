import { GraphQLNonNull, GraphQLSchema, GraphQLString } from 'graphql'
import type { Model } from '../model/model.js'
import { DIRECTIVES } from './directives.js'
import { bareLeaf } from './output/field.js'
import { type Output, objectOutput } from './output/output.js'
import type { RootPlan, StreamPlan } from './plans.js'
import { actionFields, asyncActionFields } from './roots/action-fields.js'
import { deleteFields } from './roots/delete-fields.js'
import { functionAggregateField, functionField } from './roots/function-fields.js'
import { insertFields } from './roots/insert-fields.js'
import { introspectionFields } from './roots/introspection-fields.js'
import type { FieldEntry } from './roots/root-field.js'
import { selectFields } from './roots/select-fields.js'
import { streamField } from './roots/stream-field.js'
import { updateFields } from './roots/update-fields.js'
import { SchemaContext, type SchemaOptions } from './schema-context.js'
import { sortSchema } from './sort-schema.js'

/** The schema that one role sees: what its requests are read by, and what introspection shows of it. */
export interface RoleSchema {
  graphql: GraphQLSchema
  query: Output<RootPlan>
  mutation: Output<RootPlan> | null
  subscription: Output<RootPlan | StreamPlan> | null
  /** The same schema with everything in the order of its name, which introspection shows. */
  sorted: () => GraphQLSchema
}

/** Builds a role's schema: what the role may not do with the database does not exist in it. */
export function buildRoleSchema(model: Model, role: string, options: SchemaOptions): RoleSchema {
  const context = new SchemaContext(model, role, options)
  const query = rootOutput('query_root', queryFields(context)) ?? emptyQueryRoot()
  const mutation = rootOutput('mutation_root', mutationFields(context))
  const subscription = rootOutput('subscription_root', subscriptionFields(context))
  const graphql = new GraphQLSchema({
    query: query.type,
    mutation: mutation?.type,
    subscription: subscription?.type,
    directives: DIRECTIVES,
    // Hasura is laxer than the specification: a role may see a table of which it sees no column.
    assumeValid: true,
  })
  const introspection = introspectionFields(role, !model.introspectionDisabledFor.has(role))
  let sorted: GraphQLSchema | undefined
  return {
    graphql,
    query: withHidden(query, introspection),
    mutation,
    subscription,
    sorted: () => {
      sorted ??= sortSchema(graphql)
      return sorted
    },
  }
}

function queryFields(context: SchemaContext): FieldEntry<RootPlan>[] {
  return [
    ...[...context.model.tables.values()].flatMap((table) => selectFields(context, table, 'query')),
    ...queryFunctionFields(context),
    ...actionFields(context, 'query'),
    ...asyncActionFields(context),
  ]
}

function queryFunctionFields(context: SchemaContext): FieldEntry<RootPlan>[] {
  return context.model.functions
    .filter((fn) => !fn.isMutation)
    .flatMap((fn) => [...functionField(context, fn, 'function'), ...functionAggregateField(context, fn)])
}

function mutationFields(context: SchemaContext): FieldEntry<RootPlan>[] {
  return [
    ...[...context.model.tables.values()].flatMap((table) => [
      ...insertFields(context, table),
      ...updateFields(context, table),
      ...deleteFields(context, table),
    ]),
    ...context.model.functions
      .filter((fn) => fn.isMutation)
      .flatMap((fn) => functionField(context, fn, 'changingFunction')),
    ...actionFields(context, 'mutation'),
  ]
}

function subscriptionFields(context: SchemaContext): FieldEntry<RootPlan | StreamPlan>[] {
  return [
    ...[...context.model.tables.values()].flatMap((table) => [
      ...selectFields(context, table, 'subscription'),
      ...streamField(context, table),
    ]),
    ...queryFunctionFields(context),
    ...asyncActionFields(context),
  ]
}

function rootOutput<Plan>(name: string, entries: readonly FieldEntry<Plan>[]): Output<Plan> | null {
  return entries.length === 0 ? null : objectOutput({ name, fields: () => entries })
}

/** Fields that can be asked for but that the type itself does not list. */
function withHidden<Plan>({ type, fields }: Output<Plan>, hidden: readonly FieldEntry<Plan>[]): Output<Plan> {
  const all = new Map([...fields(), ...hidden])
  return { type, fields: () => all }
}

/** What the only field of a role that may read nothing says. */
export const NO_QUERIES =
  "There are no queries available to the current role. Either there are no sources or remote schemas configured, or the current role doesn't have the required permissions."

/** GraphQL knows no object type without fields, so a role that may read nothing gets one that says so. */
function emptyQueryRoot(): Output<RootPlan> {
  const nothing = bareLeaf<RootPlan>(new GraphQLNonNull(GraphQLString), { kind: 'nothing' }, NO_QUERIES)
  return objectOutput({ name: 'query_root', fields: () => [['no_queries_available', nothing]] })
}

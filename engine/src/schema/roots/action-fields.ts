import { GraphQLNonNull, GraphQLObjectType } from 'graphql'
import type { ActionMetadata } from '../../metadata/schemas/action.js'
import { ADMIN_ROLE } from '../../permissions/role-permissions.js'
import { rolesBehind } from '../../permissions/roles-behind.js'
import type { SchemaContext } from '../schema-context.js'
import { customInputType, customOutputType } from '../types/custom-types.js'
import { scalarType } from '../types/scalar-types.js'
import type { RootEntry } from './root-field.js'

/** The root field of an action, for the roles that may call it. */
export function actionFields(context: SchemaContext, operation: 'query' | 'mutation'): RootEntry[] {
  return context.model.actions
    .filter((action) => action.definition.type === operation && mayCall(context, action))
    .map((action) => [
      action.name,
      {
        type: isAsynchronous(action)
          ? new GraphQLNonNull(scalarType(context, 'uuid'))
          : customOutputType(context, action.definition.output_type),
        description: action.comment,
        args: Object.fromEntries(
          action.definition.arguments.map((argument) => [
            argument.name,
            { type: customInputType(context, argument.type), description: argument.description },
          ]),
        ),
        extensions: { plan: { kind: 'action', action } },
      },
    ])
}

/** Where the answer of an asynchronous action is asked for; in queries and subscriptions. */
export function asyncActionFields(context: SchemaContext): RootEntry[] {
  return context.model.actions
    .filter((action) => isAsynchronous(action) && mayCall(context, action))
    .map((action) => [
      action.name,
      {
        type: asyncResultType(context, action),
        description: action.comment,
        args: {
          id: {
            type: new GraphQLNonNull(scalarType(context, 'uuid')),
            description: 'the unique id of an action',
          },
        },
        extensions: { plan: { kind: 'asyncActionResult', action } },
      },
    ])
}

function asyncResultType(context: SchemaContext, action: ActionMetadata): GraphQLObjectType {
  return context.type(
    action.name,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `fields of action: "${action.name}"`,
        fields: () => ({
          id: {
            type: new GraphQLNonNull(scalarType(context, 'uuid')),
            extensions: { plan: { kind: 'asyncActionMeta', column: 'id' } },
          },
          created_at: {
            type: new GraphQLNonNull(scalarType(context, 'timestamptz')),
            extensions: { plan: { kind: 'asyncActionMeta', column: 'created_at' } },
          },
          errors: {
            type: scalarType(context, 'json'),
            extensions: { plan: { kind: 'asyncActionMeta', column: 'errors' } },
          },
          output: {
            type: customOutputType(context, action.definition.output_type),
            extensions: { plan: { kind: 'asyncActionOutput' } },
          },
        }),
      }),
  )
}

/** Whether the client gets an id at once and the answer later. */
export function isAsynchronous({ definition }: ActionMetadata): boolean {
  return definition.type === 'mutation' && definition.kind === 'asynchronous'
}

function mayCall(context: SchemaContext, { permissions = [] }: ActionMetadata): boolean {
  if (context.role === ADMIN_ROLE) return true
  const roles = rolesBehind(context.model, context.role)
  return permissions.some(({ role }) => roles.has(role))
}

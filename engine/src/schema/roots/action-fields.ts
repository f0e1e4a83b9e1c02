import { GraphQLNonNull } from 'graphql'
import type { JsonObject } from '../../json/json.js'
import type { ActionMetadata } from '../../metadata/schemas/action.js'
import { ADMIN_ROLE } from '../../permissions/role-permissions.js'
import { rolesBehind } from '../../permissions/roles-behind.js'
import type { ActionResultPart } from '../field-plans.js'
import { scalarInput } from '../input/scalar-inputs.js'
import { required } from '../input/slot.js'
import { slotRecord } from '../input/slots.js'
import { bareBranch, bareLeaf, branch, type Field, leaf } from '../output/field.js'
import { type Output, objectOutput } from '../output/output.js'
import type { ActionPlan, ActionResultPlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { customSlots } from '../types/custom-inputs.js'
import { customOutput } from '../types/custom-outputs.js'
import { scalarType } from '../types/scalar-types.js'
import type { FieldEntry } from './root-field.js'

/** The root field of an action, for the roles that may call it. */
export function actionFields(
  context: SchemaContext,
  operation: 'query' | 'mutation',
): FieldEntry<ActionPlan>[] {
  return context.model.actions
    .filter((action) => action.definition.type === operation && mayCall(context, action))
    .map((action) => [action.name, actionField(context, action)])
}

function actionField(context: SchemaContext, action: ActionMetadata): Field<ActionPlan> {
  const { comment: description, definition } = action
  const slots = customSlots(context, definition.arguments)
  if (isAsynchronous(action)) {
    return leaf({
      type: new GraphQLNonNull(scalarType(context, 'uuid')),
      description,
      slots,
      plan: (input) => ({ kind: 'enqueueAction', action, input }),
    })
  }
  const { type, output } = customOutput(context, definition.output_type)
  if (!output) {
    const plan = (input: JsonObject): ActionPlan => ({ kind: 'action', action, input, selection: [] })
    return leaf({ type, description, slots, plan })
  }
  return branch({
    type,
    description,
    slots,
    of: output,
    plan: (input, selection) => ({ kind: 'action', action, input, selection }),
  })
}

/** Where the answer of an asynchronous action is asked for; in queries and subscriptions. */
export function asyncActionFields(context: SchemaContext): FieldEntry<ActionResultPlan>[] {
  return context.model.actions
    .filter((action) => isAsynchronous(action) && mayCall(context, action))
    .map((action) => {
      const of = actionResultOutput(context, action)
      const id = required(scalarInput(scalarType(context, 'uuid')), 'the unique id of an action')
      const field = branch({
        type: of.type,
        description: action.comment,
        slots: slotRecord({ id }, (given) => given.id),
        of,
        plan: (asked, selection): ActionResultPlan => ({
          kind: 'actionResult',
          action,
          id: asked,
          selection,
        }),
      })
      return [action.name, field]
    })
}

function actionResultOutput(context: SchemaContext, action: ActionMetadata): Output<ActionResultPart> {
  const uuid = scalarType(context, 'uuid')
  const timestamp = scalarType(context, 'timestamptz')
  return context.type(action.name, (name) =>
    objectOutput({
      name,
      description: `fields of action: "${action.name}"`,
      fields: (): [string, Field<ActionResultPart>][] => [
        ['id', bareLeaf(new GraphQLNonNull(uuid), { kind: 'meta', column: 'id' })],
        ['created_at', bareLeaf(new GraphQLNonNull(timestamp), { kind: 'meta', column: 'created_at' })],
        ['errors', bareLeaf(scalarType(context, 'json'), { kind: 'meta', column: 'errors' })],
        ['output', outputField(context, action)],
      ],
    }),
  )
}

function outputField(context: SchemaContext, { definition }: ActionMetadata): Field<ActionResultPart> {
  const { type, output } = customOutput(context, definition.output_type)
  if (!output) return bareLeaf(type, { kind: 'output', selection: [] })
  return bareBranch(type, output, (selection) => ({ kind: 'output', selection }))
}

/** Whether the client gets an id at once and the answer later. */
function isAsynchronous({ definition }: ActionMetadata): boolean {
  return definition.type === 'mutation' && definition.kind === 'asynchronous'
}

function mayCall(context: SchemaContext, { permissions = [] }: ActionMetadata): boolean {
  if (context.role === ADMIN_ROLE) return true
  const roles = rolesBehind(context.model, context.role)
  return permissions.some(({ role }) => roles.has(role))
}

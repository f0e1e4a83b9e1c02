import { Kind, parseType, type TypeNode } from 'graphql'
import type { Json, JsonObject } from '../../json/json.js'
import { type EnumInput, enumInput } from '../input/enum-input.js'
import type { Input } from '../input/input.js'
import { scalarInput } from '../input/scalar-inputs.js'
import { listInput, optional, required, type Slot } from '../input/slot.js'
import { objectInput, type Slots, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { scalarType } from './scalar-types.js'

interface Typed {
  name: string
  /** Written as GraphQL: `[LoginInput!]!`. */
  type: string
  description?: string | null | undefined
}

/** The arguments of an action or the fields of one of its input objects, which go to the webhook as they are. */
export function customSlots(context: SchemaContext, fields: readonly Typed[]): Slots<JsonObject> {
  const entries = fields.map(({ name, type, description }): [string, Slot<Json>] => [
    name,
    slotOf(context, parseType(type), description),
  ])
  return slotList(entries, (given): JsonObject => Object.fromEntries(given))
}

function slotOf(context: SchemaContext, node: TypeNode, description?: string | null): Slot<Json> {
  return node.kind === Kind.NON_NULL_TYPE
    ? required(inputOf(context, node.type), description)
    : optional(inputOf(context, node), description)
}

function inputOf(context: SchemaContext, node: Exclude<TypeNode, { kind: Kind.NON_NULL_TYPE }>): Input<Json> {
  return node.kind === Kind.LIST_TYPE
    ? listInput(slotOf(context, node.type))
    : inputNamed(context, node.name.value)
}

function inputNamed(context: SchemaContext, name: string): Input<Json> {
  const object = context.model.customTypes.input_objects.find((type) => type.name === name)
  if (!object) return customEnum(context, name) ?? scalarInput(scalarType(context, name))
  return context.type(name, () =>
    objectInput<Json>({
      name,
      description: object.description,
      slots: () => customSlots(context, object.fields),
    }),
  )
}

/** An enum of the metadata; null when there is none of that name. */
export function customEnum(context: SchemaContext, name: string): EnumInput<Json> | null {
  const declared = context.model.customTypes.enums.find((type) => type.name === name)
  if (!declared) return null
  const { description, values } = declared
  return context.type(name, () =>
    enumInput<Json>({
      name,
      description,
      values: values.map((one) => [one.value, { description: one.description, means: one.value }]),
    }),
  )
}

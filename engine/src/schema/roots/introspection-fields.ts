import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isNonNullType,
  isObjectType,
  isScalarType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql'
import { HasuraError } from '../../errors.js'
import { type Json, type JsonObject, toJson } from '../../json/json.js'
import { scalarInput } from '../input/scalar-inputs.js'
import { optional, required, type Slot } from '../input/slot.js'
import { type Slots, slotList } from '../input/slots.js'
import type { Field, FieldReading } from '../output/field.js'
import type { Output } from '../output/output.js'
import type { IntrospectionPlan } from '../plans.js'

/** `__schema` and `__type`, which graphql-js answers; what is selected of them is checked all the same. */
export function introspectionFields(role: string, isAllowed: boolean): [string, Field<IntrospectionPlan>][] {
  return [SchemaMetaFieldDef, TypeMetaFieldDef].map((definition) => {
    const field = toField(definition)
    const read = (reading: FieldReading) => {
      if (isAllowed) return field.read(reading)
      throw new HasuraError('not-supported', `introspection is disabled for role: "${role}"`)
    }
    return [definition.name, { ...field, read }]
  })
}

/** A field of graphql-js's own types, whose arguments are all scalars. */
function toField(definition: GraphQLField<unknown, unknown>): Field<IntrospectionPlan> {
  const slots = toSlots(definition)
  const type = getNamedType(definition.type)
  const isLeaf = !isObjectType(type)
  const read = (reading: FieldReading): IntrospectionPlan => ({
    kind: 'introspection',
    definition,
    args: reading.arguments(slots),
    selection: isLeaf ? null : reading.select(toOutput(type)),
  })
  return { type: definition.type, slots, isLeaf, read }
}

function toOutput(type: GraphQLObjectType): Output<IntrospectionPlan> {
  const fields = Object.values(type.getFields())
  return { type, fields: () => new Map(fields.map((field) => [field.name, toField(field)])) }
}

function toSlots({ args }: GraphQLField<unknown, unknown>): Slots<JsonObject> {
  return slotList(
    args.flatMap(({ name, type, defaultValue }): [string, Slot<Json>][] => {
      const scalar = getNamedType(type)
      if (!isScalarType(scalar)) return []
      const input = scalarInput(scalar)
      if (!isNonNullType(type)) return [[name, optional(input)]]
      const fallback = { json: defaultValue, value: toJson(defaultValue) }
      return [[name, required(input, null, defaultValue === undefined ? undefined : fallback)]]
    }),
    (given) => Object.fromEntries(given),
  )
}

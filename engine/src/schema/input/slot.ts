import { type GraphQLInputType, GraphQLList, GraphQLNonNull } from 'graphql'
import type { Given } from './given.js'
import { isNull, listItems } from './given-parts.js'
import type { Input, Place } from './input.js'
import { peelVariable } from './peel-variable.js'
import { validationError } from './validation-error.js'

/** An argument, a field of an input object or an item of a list: what may be given there. */
export interface Slot<Value> {
  type: GraphQLInputType
  description?: string | null | undefined
  /** What counts as given when nothing is. */
  fallback?: Fallback<Value>
  /** @throws HasuraError in Hasura's words, with the path */
  read: (given: Given, place: Place) => Value
}

interface Fallback<Value> {
  json: unknown
  value: Value
}

/** A slot that is always filled: by the client or by its fallback. */
export interface RequiredSlot<Value> extends Slot<Value> {
  isRequired: true
}

export function required<Value>(
  input: Input<Value>,
  description?: string | null,
  fallback?: Fallback<Value>,
): RequiredSlot<Value> {
  const type = new GraphQLNonNull(input.type)
  const hasDefault = fallback !== undefined
  return {
    type,
    description,
    isRequired: true,
    ...(fallback && { fallback }),
    read: (given, place) => input.read(peelVariable(given, { type, hasDefault, ...place }), place),
  }
}

/** Null and nothing are both fine. */
export function optional<Value>(input: Input<Value>, description?: string | null): Slot<Value | null> {
  const { type } = input
  const read = (given: Given, place: Place) => {
    const peeled = peelVariable(given, { type, hasDefault: false, ...place })
    return isNull(peeled) ? null : input.read(peeled, place)
  }
  return { type, description, read }
}

/** Nothing is fine although the type is nullable, but an explicit null is not. */
export function omittable<Value>(input: Input<Value>, description?: string | null): Slot<Value> {
  const { type } = input
  const read = (given: Given, place: Place) =>
    input.read(peelVariable(given, { type, hasDefault: false, ...place }), place)
  return { type, description, read }
}

/** The same slot, with a meaning made from what it holds. */
export function mapSlot<Value, Meaning>(
  { type, description, read }: Slot<Value>,
  toMeaning: (value: Value) => Meaning,
): Slot<Meaning> {
  return { type, description, read: (given, place) => toMeaning(read(given, place)) }
}

/** A list; where GraphQL takes one, a single value is a list of one. */
export function listInput<Item>(item: Slot<Item>): Input<Item[]> {
  return {
    type: new GraphQLList(item.type),
    read: (given, { path, variables }) => {
      if (isNull(given)) throw validationError(path, 'expected a list, but found null')
      return (listItems(given) ?? [given]).map((one, index) =>
        item.read(one, { path: `${path}[${index}]`, variables }),
      )
    },
  }
}

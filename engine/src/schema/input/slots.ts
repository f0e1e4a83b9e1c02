import { type GraphQLInputFieldConfig, GraphQLInputObjectType, isNonNullType } from 'graphql'
import type { GivenFields } from './given.js'
import { objectEntries } from './given-parts.js'
import type { Input, Place } from './input.js'
import { mismatch } from './read-scalar.js'
import type { RequiredSlot, Slot } from './slot.js'
import { pathTo, validationError } from './validation-error.js'

/** The arguments of a field or the fields of an input object, in the order of the schema, and what they amount to. */
export interface Slots<Value> {
  byName: ReadonlyMap<string, Slot<unknown>>
  /** @throws HasuraError in Hasura's words, with the path */
  read: (given: GivenFields, place: Place) => Value
}

/** Slots of one kind, told apart by their names alone. */
export function slotList<Item, Value>(
  slots: Iterable<[string, Slot<Item>]>,
  combine: (items: ReadonlyMap<string, Item>, path: string) => Value,
): Slots<Value> {
  const byName = new Map(slots)
  return { byName, read: (given, place) => combine(readAll(byName, given, place), place.path) }
}

type AnySlots = Readonly<Record<string, Slot<unknown> | undefined>>

/** What each slot of a record holds; undefined where nothing was given. */
export type Held<Of extends AnySlots> = {
  readonly [Name in keyof Of]: Of[Name] extends RequiredSlot<infer Value>
    ? Value
    : Of[Name] extends Slot<infer Value> | undefined
      ? Value | undefined
      : undefined
}

/**
 * Slots that each have a meaning of their own.
 *
 * @param shown how a client writes their names
 */
export function slotRecord<Of extends AnySlots, Value>(
  slots: Of,
  combine: (held: Held<Of>, path: string) => Value,
  shown: (name: string) => string = (name) => name,
): Slots<Value> {
  const present = Object.entries(slots).flatMap(([name, slot]): [string, Slot<unknown>][] =>
    slot ? [[shown(name), slot]] : [],
  )
  return slotList(present, (items, path) => {
    const held = Object.keys(slots).flatMap((name) => {
      const key = shown(name)
      return items.has(key) ? [[name, items.get(key)] as const] : []
    })
    // Each name has the value that its own slot has read, which no type of a map can say.
    return combine(Object.fromEntries(held) as Held<Of>, path)
  })
}

/** No slots at all. */
export const NO_SLOTS: Slots<null> = slotList([], () => null)

function readAll<Item>(
  slots: ReadonlyMap<string, Slot<Item>>,
  given: GivenFields,
  { path, variables }: Place,
): Map<string, Item> {
  const items = new Map<string, Item>()
  for (const [name, slot] of slots) {
    const value = given.get(name)
    if (value !== undefined) items.set(name, slot.read(value, { path: pathTo(path, name), variables }))
    else if (slot.fallback) items.set(name, slot.fallback.value)
    else if (isNonNullType(slot.type)) {
      throw validationError(pathTo(path, name), `missing required field '${name}'`)
    }
  }
  return items
}

interface ObjectInput<Value> {
  name: string
  description?: string | null | undefined
  /** Asked once, and not before types that refer to each other are all made. */
  slots: () => Slots<Value>
}

/** An input object. */
export function objectInput<Value>({ name, description, slots }: ObjectInput<Value>): Input<Value> {
  let made: Slots<Value> | undefined
  const known = () => {
    made ??= slots()
    return made
  }
  const type = new GraphQLInputObjectType({ name, description, fields: () => slotConfigs(known()) })
  return {
    type,
    read: (given, place) => {
      const entries = objectEntries(given, place.path)
      if (!entries) throw mismatch(name, 'an object', given, place.path)
      const { byName, read } = known()
      for (const entry of entries.keys()) {
        if (!byName.has(entry)) {
          throw validationError(pathTo(place.path, entry), `field '${entry}' not found in type: '${name}'`)
        }
      }
      return read(entries, place)
    },
  }
}

/** Arguments or fields as graphql-js takes them. */
export function slotConfigs({ byName }: Slots<unknown>): Record<string, GraphQLInputFieldConfig> {
  return Object.fromEntries([...byName].map(([name, slot]) => [name, slotConfig(slot)]))
}

function slotConfig({ type, description, fallback }: Slot<unknown>): GraphQLInputFieldConfig {
  return { type, description, ...(fallback && { defaultValue: fallback.json }) }
}

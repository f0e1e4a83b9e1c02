import { type GraphQLInputFieldConfig, GraphQLInputObjectType } from 'graphql'
import { objectEntries } from './given-parts.js'
import type { Input } from './input.js'
import { mismatch } from './read-scalar.js'
import type { Slot } from './slot.js'
import type { Slots } from './slots.js'
import { pathTo, validationError } from './validation-error.js'

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

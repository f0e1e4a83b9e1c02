import { GraphQLEnumType, Kind } from 'graphql'
import { isGraphqlName } from '../../model/scalar-names.js'
import type { Given } from './given.js'
import type { Input } from './input.js'
import { mismatch } from './read-scalar.js'
import { quoteNames, validationError } from './validation-error.js'

export interface EnumValue<Value> {
  description?: string | null | undefined
  means: Value
}

export interface EnumInput<Value> extends Input<Value> {
  type: GraphQLEnumType
}

interface EnumConfig<Value> {
  name: string
  description?: string | null | undefined
  values: Iterable<[string, EnumValue<Value>]>
}

/** An enum: a bare name in a document, a string in a variable. */
export function enumInput<Value>({ name, description, values }: EnumConfig<Value>): EnumInput<Value> {
  const byName = new Map(values)
  const configs = [...byName].map(([key, value]) => [key, { description: value.description }] as const)
  return {
    type: new GraphQLEnumType({ name, description, values: Object.fromEntries(configs) }),
    read: (given, { path }) => {
      const found = enumName(given)
      if (found === null) throw mismatch(name, 'an enum value', given, path)
      const value = byName.get(found)
      if (value) return value.means
      throw validationError(
        path,
        `expected one of the values ${quoteNames([...byName.keys()])} for type '${name}', but found '${found}'`,
      )
    },
  }
}

function enumName(given: Given): string | null {
  if (given.kind === 'json') {
    return typeof given.value === 'string' && isGraphqlName(given.value) ? given.value : null
  }
  return given.node.kind === Kind.ENUM ? given.node.value : null
}

import { Kind } from 'graphql'
import type { Json } from '../../json/json.js'
import { JsonNumber } from '../../json/json.js'
import type { Given } from './given.js'

/** What kind of value was found, in the words of Hasura's messages. */
export function describeValue(given: Given): string {
  if (given.kind === 'json') return describeJson(given.value)
  switch (given.node.kind) {
    case Kind.INT:
      return 'an integer'
    case Kind.FLOAT:
      return 'a float'
    case Kind.STRING:
      return 'a string'
    case Kind.BOOLEAN:
      return 'a boolean'
    case Kind.NULL:
      return 'null'
    case Kind.ENUM:
      return 'an enum value'
    case Kind.LIST:
      return 'a list'
    case Kind.OBJECT:
      return 'an object'
    case Kind.VARIABLE:
      return 'a variable'
  }
}

function describeJson(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'a boolean'
  if (typeof value === 'string') return 'a string'
  if (typeof value === 'number' || value instanceof JsonNumber) return 'a number'
  return Array.isArray(value) ? 'a list' : 'an object'
}

import { type GraphQLEnumType, Kind } from 'graphql'
import type { Json } from '../../json/json.js'
import { isGraphqlName } from '../../model/scalar-names.js'
import type { Given } from '../request/resolve-variables.js'
import { mismatch } from './read-scalar.js'
import { quoteNames, validationError } from './validation-error.js'

/** An enum value: a bare name in a document, a string in a variable. */
export function readEnum(given: Given, type: GraphQLEnumType, path: string): Json {
  const name = enumName(given)
  if (name === null) throw mismatch(type.name, 'an enum value', given, path)
  if (type.getValue(name)) return name
  const names = type.getValues().map((value) => value.name)
  throw validationError(
    path,
    `expected one of the values ${quoteNames(names)} for type '${type.name}', but found '${name}'`,
  )
}

function enumName(given: Given): string | null {
  if (given.kind === 'json') {
    return typeof given.value === 'string' && isGraphqlName(given.value) ? given.value : null
  }
  return given.node.kind === Kind.ENUM ? given.node.value : null
}

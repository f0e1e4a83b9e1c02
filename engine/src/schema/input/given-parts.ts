import { Kind } from 'graphql'
import { isJsonObject } from '../../json/json.js'
import { LateVariable } from '../../late/late-variable.js'
import { isGraphqlName } from '../../model/scalar-names.js'
import type { Given } from './given.js'
import { validationError } from './validation-error.js'

/** The items of a list; null for anything else. */
export function listItems(given: Given): Given[] | null {
  if (given.kind === 'json') {
    return Array.isArray(given.value) ? given.value.map((value) => ({ kind: 'json', value })) : null
  }
  return given.node.kind === Kind.LIST ? given.node.values.map((node) => ({ kind: 'literal', node })) : null
}

/** The fields of an object; null for anything else. */
export function objectEntries(given: Given, path: string): Map<string, Given> | null {
  if (given.kind === 'literal') {
    if (given.node.kind !== Kind.OBJECT) return null
    return new Map(given.node.fields.map(({ name, value }) => [name.value, { kind: 'literal', node: value }]))
  }
  if (!isJsonObject(given.value)) return null
  return new Map(
    Object.entries(given.value).map(([name, value]) => {
      if (!isGraphqlName(name)) {
        throw validationError(
          path,
          `variable value contains object with key "${name}", which is not a legal GraphQL name`,
        )
      }
      return [name, { kind: 'json', value }]
    }),
  )
}

export function isNull(given: Given): boolean {
  if (given instanceof LateVariable) return false
  return given.kind === 'json' ? given.value === null : given.node.kind === Kind.NULL
}

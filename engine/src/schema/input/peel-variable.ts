import { type GraphQLInputType, isListType, isNonNullType, Kind, print, type TypeNode } from 'graphql'
import { HasuraError } from '../../errors.js'
import type { Given, Variable, Variables } from './given.js'
import type { Place } from './input.js'
import { validationError } from './validation-error.js'

interface Location extends Place {
  type: GraphQLInputType
  /** The argument or input field has a default that is not null. */
  hasDefault: boolean
}

/**
 * The value behind a variable, after checking that its declared type fits the place where it is used; any
 * other value as it is.
 */
export function peelVariable(given: Given, location: Location): Given {
  if (given.kind === 'json' || given.node.kind !== Kind.VARIABLE) return given
  const name = given.node.name.value
  const variable = findVariable(name, location.variables)
  if (!isUsageAllowed(variable, location)) {
    throw validationError(
      location.path,
      `variable '${name}' is declared as '${print(variable.type)}', but used where '${location.type}' is expected`,
    )
  }
  return variable.given
}

/** @throws HasuraError when the operation does not declare the variable */
export function findVariable(name: string, variables: Variables): Variable {
  const variable = variables.get(name)
  if (!variable) throw new HasuraError('validation-failed', `unbound variable "${name}"`)
  return variable
}

/**
 * Laxer than the specification, as Hasura is: whether the items of a list may be null is left to their values.
 *
 * @see GraphQL specification section 5.8.5, "All Variable Usages Are Allowed"
 */
function isUsageAllowed({ type, hasDefault }: Variable, location: Location): boolean {
  if (isNonNullType(location.type) && type.kind !== Kind.NON_NULL_TYPE) {
    return (location.hasDefault || hasDefault) && isCompatible(type, location.type.ofType)
  }
  return isCompatible(type, location.type)
}

function isCompatible(variable: TypeNode, location: GraphQLInputType): boolean {
  if (isNonNullType(location)) return isCompatible(variable, location.ofType)
  if (variable.kind === Kind.NON_NULL_TYPE) return isCompatible(variable.type, location)
  if (isListType(location))
    return variable.kind === Kind.LIST_TYPE && isCompatible(variable.type, location.ofType)
  return variable.kind === Kind.NAMED_TYPE && variable.name.value === location.name
}

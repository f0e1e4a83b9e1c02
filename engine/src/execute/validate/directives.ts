import type { DirectiveNode } from 'graphql'
import type { Variables } from '../../schema/input/given.js'
import { booleanInput } from '../../schema/input/scalar-inputs.js'
import { required } from '../../schema/input/slot.js'
import { quoteNames, repeatedNames, validationError } from '../../schema/input/validation-error.js'

type DirectiveLocation =
  | 'a query'
  | 'a mutation'
  | 'a subscription'
  | 'a field'
  | 'a fragment spread'
  | 'an inline fragment'

const SELECTIONS: readonly DirectiveLocation[] = ['a field', 'a fragment spread', 'an inline fragment']

/** The directives that exist, and where. `@cached` belongs to Hasura's cloud and changes nothing here. */
const ALLOWED: ReadonlyMap<string, readonly DirectiveLocation[]> = new Map([
  ['include', SELECTIONS],
  ['skip', SELECTIONS],
  ['cached', ['a query']],
])

/** @throws HasuraError for directives that do not exist, stand in the wrong place or repeat */
export function checkDirectives(
  directives: readonly DirectiveNode[],
  location: DirectiveLocation,
  path: string,
): void {
  const names = directives.map(({ name }) => name.value)
  for (const name of names) {
    const locations = ALLOWED.get(name)
    if (!locations) throw validationError(path, `directive '${name}' is not defined in the schema`)
    if (!locations.includes(location))
      throw validationError(path, `directive '${name}' is not allowed on ${location}`)
  }
  const repeated = repeatedNames(names)
  if (repeated.length > 0) {
    throw validationError(path, `the following directives are used more than once: ${quoteNames(repeated)}`)
  }
}

const IF = required(booleanInput)

/** Whether `@include` and `@skip` leave the selection in. */
export function isIncluded(
  directives: readonly DirectiveNode[],
  location: DirectiveLocation,
  path: string,
  variables: Variables,
): boolean {
  checkDirectives(directives, location, path)
  return directives.every((directive) => {
    const name = directive.name.value
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')
    const place = { path: `${path}.${name}.args.if`, variables }
    if (!condition) throw validationError(place.path, "missing required field 'if'")
    const holds = IF.read({ kind: 'literal', node: condition.value }, place)
    return name === 'skip' ? !holds : holds
  })
}

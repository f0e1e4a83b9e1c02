import { type DocumentNode, type FragmentDefinitionNode, Kind } from 'graphql'
import { parseError, repeatedNames } from '../../schema/input/validation-error.js'

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const [repeated] = repeatedNames(fragments.map(({ name }) => name.value))
  if (repeated !== undefined) throw parseError('$', `multiple definitions for fragment "${repeated}"`)
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
}

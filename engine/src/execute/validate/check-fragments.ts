import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql'
import { parseError, pathTo, validationError } from '../../schema/input/validation-error.js'

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const names = fragments.map(({ name }) => name.value)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw parseError('$', `multiple definitions for fragment "${repeated}"`)
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
}

/**
 * Makes sure that every fragment spread leads somewhere and none to itself, before anything follows them.
 *
 * Only here do fragments appear in paths, by their names.
 */
export function checkFragments(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  path = '$.selectionSet',
  open: readonly string[] = [],
): void {
  for (const selection of selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.selectionSet) {
          const inner = `${pathTo(path, selection.name.value)}.selectionSet`
          checkFragments(selection.selectionSet, fragments, inner, open)
        }
        break
      case Kind.INLINE_FRAGMENT:
        checkFragments(selection.selectionSet, fragments, path, open)
        break
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value
        const inner = pathTo(path, name)
        const fragment = fragments.get(name)
        if (open.includes(name)) throw validationError(path, cycleMessage(open.slice(open.indexOf(name))))
        if (!fragment) throw validationError(path, `reference to undefined fragment "${name}"`)
        checkFragments(fragment.selectionSet, fragments, `${inner}.selectionSet`, [...open, name])
      }
    }
  }
}

function cycleMessage(names: readonly string[]): string {
  return `the fragment definition(s) ${englishList(names)} form a cycle`
}

function englishList(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' and ')
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`
}

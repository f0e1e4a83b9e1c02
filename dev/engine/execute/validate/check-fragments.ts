import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql'
import { pathTo, validationError } from './validation-error.js'

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
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
        if (!fragment) throw validationError(inner, `reference to undefined fragment "${name}"`)
        if (open.includes(name)) throw validationError(inner, cycleMessage(open.slice(open.indexOf(name))))
        checkFragments(fragment.selectionSet, fragments, `${inner}.selectionSet`, [...open, name])
      }
    }
  }
}

function cycleMessage(names: readonly string[]): string {
  return `the fragment definition(s) ${names.map((name) => `"${name}"`).join(' and ')} form a cycle`
}

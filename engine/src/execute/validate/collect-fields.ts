import { type FieldNode, Kind, print, type SelectionNode } from 'graphql'
import type { Variables } from '../../schema/input/given.js'
import { validationError } from '../../schema/input/validation-error.js'
import type { CollectedField } from '../../schema/output/field.js'
import type { Fragments } from './check-fragments.js'
import { isIncluded } from './directives.js'

/** What reading a request needs besides the selection at hand. */
export interface ReadContext {
  fragments: Fragments
  variables: Variables
}

/**
 * The fields that a selection set asks of a type: fragments flattened, `@include` and `@skip` applied, fields
 * with one response name merged.
 *
 * @see GraphQL specification sections 5.3.2 and 6.3.2
 */
export function collectFields(
  selections: readonly SelectionNode[],
  typeName: string,
  path: string,
  context: ReadContext,
): CollectedField[] {
  const collected = new Map<string, CollectedField>()
  for (const node of flatten(selections, typeName, path, context)) {
    const key = (node.alias ?? node.name).value
    const known = collected.get(key)
    const own = node.selectionSet?.selections ?? []
    collected.set(key, known ? merge(known, node, path) : { key, node, selections: own })
  }
  return [...collected.values()]
}

function flatten(
  selections: readonly SelectionNode[],
  typeName: string,
  path: string,
  context: ReadContext,
): FieldNode[] {
  const { fragments, variables } = context
  return selections.flatMap((selection): FieldNode[] => {
    const directives = selection.directives ?? []
    if (selection.kind === Kind.FIELD) {
      return isIncluded(directives, 'a field', path, variables) ? [selection] : []
    }
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD
    const fragment = isSpread ? fragments.get(selection.name.value) : selection
    const location = isSpread ? 'a fragment spread' : 'an inline fragment'
    if (!fragment || !isIncluded(directives, location, path, variables)) return []
    const condition = fragment.typeCondition?.name.value
    if (condition !== undefined && condition !== typeName) return []
    return flatten(fragment.selectionSet.selections, typeName, path, context)
  })
}

function merge(known: CollectedField, node: FieldNode, path: string): CollectedField {
  const [first, second] = [known.node.name.value, node.name.value]
  if (first !== second) {
    throw validationError(
      path,
      `selection of both '${first}' and '${second}' specify the same response name, '${known.key}'`,
    )
  }
  if (printArguments(known.node) !== printArguments(node)) {
    throw validationError(path, `inconsistent arguments between multiple selections of field '${first}'`)
  }
  return { ...known, selections: [...known.selections, ...(node.selectionSet?.selections ?? [])] }
}

function printArguments(node: FieldNode): string {
  return (node.arguments ?? []).map(print).sort().join()
}

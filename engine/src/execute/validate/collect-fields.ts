import { type FieldNode, Kind, print, type SelectionNode } from 'graphql'
import type { Variables } from '../../schema/input/given.js'
import { validationError } from '../../schema/input/validation-error.js'
import type { CollectedField } from '../../schema/output/field.js'
import type { Fragments } from './fragments-of.js'
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
  const collected = new Map<string, MergedField>()
  for (const node of flatten(selections, { ...context, typeName, path, followed: new Set() })) {
    const key = (node.alias ?? node.name).value
    const known = collected.get(key)
    if (known) merge(known, node, path)
    else collected.set(key, { key, node, selections: [...(node.selectionSet?.selections ?? [])] })
  }
  return [...collected.values()]
}

interface MergedField extends CollectedField {
  selections: SelectionNode[]
  /** The arguments that others of its name must have, too. */
  printed?: string
}

interface FlattenContext extends ReadContext {
  typeName: string
  path: string
  /** Fragments whose fields this selection set has already: a second time they would add nothing. */
  followed: Set<string>
}

function flatten(selections: readonly SelectionNode[], context: FlattenContext): FieldNode[] {
  const { fragments, variables, typeName, path, followed } = context
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
    if (isSpread) {
      if (followed.has(selection.name.value)) return []
      followed.add(selection.name.value)
    }
    return flatten(fragment.selectionSet.selections, context)
  })
}

function merge(known: MergedField, node: FieldNode, path: string): void {
  const [first, second] = [known.node.name.value, node.name.value]
  if (first !== second) {
    throw validationError(
      path,
      `selection of both '${first}' and '${second}' specify the same response name, '${known.key}'`,
    )
  }
  known.printed ??= printArguments(known.node)
  if (known.printed !== printArguments(node)) {
    throw validationError(path, `inconsistent arguments between multiple selections of field '${first}'`)
  }
  for (const selection of node.selectionSet?.selections ?? []) known.selections.push(selection)
}

function printArguments(node: FieldNode): string {
  return (node.arguments ?? []).map(print).sort().join()
}

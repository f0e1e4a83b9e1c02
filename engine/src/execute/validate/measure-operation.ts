import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql'
import { pathTo, validationError } from '../../schema/input/validation-error.js'
import { MAX_NESTING } from '../request/max-nesting.js'
import type { Fragments } from './fragments-of.js'

/** What reads an operation takes time in proportion to these, so that a request never holds up the others. */
const MAX_SELECTIONS = 20_000

/** What an operation amounts to once its fragments are written out. */
interface OperationSize {
  /** Fields, spreads and inline fragments. */
  selections: number
  /** Fields of which something is selected. */
  nodes: number
  /** How deep nodes lie in each other; introspection is not counted. */
  depth: number
  /** How deep selection sets lie in each other, those of fragments among them. */
  levels: number
}

interface Place {
  path: string
  level: number
  /** The fragments around it, from the outside. */
  open: readonly string[]
}

/**
 * Makes sure that every fragment spread leads somewhere and none to itself, before anything follows them, and measures
 * what they lead to. Looks at each fragment once, however often it is spread.
 *
 * Only here do fragments appear in paths, by their names.
 *
 * @throws HasuraError in Hasura's words but for what is too large: Hasura would go on
 */
export function measureOperation(operation: SelectionSetNode, fragments: Fragments): OperationSize {
  const size = new Measurement(fragments).measure(operation, { path: '$.selectionSet', level: 1, open: [] })
  if (size.selections <= MAX_SELECTIONS) return size
  throw validationError('$', `the operation is too large: more than ${MAX_SELECTIONS} selections`)
}

class Measurement {
  readonly #fragments: Fragments
  readonly #known = new Map<string, OperationSize>()

  constructor(fragments: Fragments) {
    this.#fragments = fragments
  }

  measure({ selections }: SelectionSetNode, place: Place): OperationSize {
    if (place.level > MAX_NESTING) throw tooDeep()
    const size: OperationSize = { selections: 0, nodes: 0, depth: 0, levels: 0 }
    for (const selection of selections) {
      const one = this.#measureOne(selection, place)
      // Sums that no memory holds written out become Infinity here.
      size.selections += 1 + one.selections
      size.nodes += one.nodes
      size.depth = Math.max(size.depth, one.depth)
      size.levels = Math.max(size.levels, one.levels)
    }
    return { ...size, levels: size.levels + 1 }
  }

  #measureOne(selection: SelectionNode, { path, level, open }: Place): OperationSize {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return this.#measureFragment(selection.name.value, { path, level: level + 1, open })
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return this.measure(selection.selectionSet, { path, level: level + 1, open })
    }
    if (!selection.selectionSet) return { selections: 0, nodes: 0, depth: 0, levels: 0 }
    const name = selection.name.value
    const inner = `${pathTo(path, name)}.selectionSet`
    const { nodes, depth, ...size } = this.measure(selection.selectionSet, {
      path: inner,
      level: level + 1,
      open,
    })
    return { ...size, nodes: nodes + 1, depth: name.startsWith('__') ? 0 : depth + 1 }
  }

  #measureFragment(name: string, { path, level, open }: Place): OperationSize {
    if (open.includes(name)) throw validationError(path, cycleMessage(open.slice(open.indexOf(name))))
    const fragment = this.#fragments.get(name)
    if (!fragment) throw validationError(path, `reference to undefined fragment "${name}"`)
    const inner = `${pathTo(path, name)}.selectionSet`
    const size =
      this.#known.get(name) ??
      this.measure(fragment.selectionSet, { path: inner, level, open: [...open, name] })
    if (level + size.levels > MAX_NESTING) throw tooDeep()
    this.#known.set(name, size)
    return size
  }
}

function tooDeep() {
  return validationError('$', `the operation is too large: nested more than ${MAX_NESTING} levels deep`)
}

function cycleMessage(names: readonly string[]): string {
  return `the fragment definition(s) ${englishList(names)} form a cycle`
}

function englishList(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' and ')
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`
}

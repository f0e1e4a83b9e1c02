import type { FieldNode, GraphQLOutputType, SelectionNode } from 'graphql'
import type { JsonObject } from '../../json/json.js'
import { NO_SLOTS, type Slots } from '../input/slots.js'
import type { Output } from './output.js'
import type { Selection } from './selection.js'

/** A field of an object type. */
export interface Field<Plan> {
  type: GraphQLOutputType
  description?: string | null | undefined
  slots: Slots<unknown>
  /** Nothing can be selected of it. */
  isLeaf: boolean
  /** Reads its arguments, then what is selected of it. @throws HasuraError in Hasura's words */
  read: (reading: FieldReading) => Plan
}

/** A field of a request that is being read. */
export interface FieldReading {
  /** Where it stands in the request: `$.selectionSet.users`. */
  path: string
  collected: CollectedField
  arguments: <Value>(slots: Slots<Value>) => Value
  /** The arguments as the client gave them. */
  given: () => JsonObject
  select: <Plan>(from: Output<Plan>) => Selection<Plan>
}

/** A field with all its selections: the same response name may be asked for in several places. */
export interface CollectedField {
  key: string
  /** The first of its occurrences; all have the same name and arguments. */
  node: FieldNode
  selections: readonly SelectionNode[]
}

interface Leaf<Args, Plan> {
  type: GraphQLOutputType
  description?: string | null | undefined
  slots: Slots<Args>
  plan: (args: Args, reading: FieldReading) => Plan
}

/** A field of which nothing can be selected. */
export function leaf<Args, Plan>({ plan, ...field }: Leaf<Args, Plan>): Field<Plan> {
  return { ...field, isLeaf: true, read: (reading) => plan(reading.arguments(field.slots), reading) }
}

/** A field without arguments of which nothing can be selected. */
export function bareLeaf<Plan>(
  type: GraphQLOutputType,
  plan: Plan,
  description?: string | null,
): Field<Plan> {
  return { type, description, slots: NO_SLOTS, isLeaf: true, read: () => plan }
}

interface Branch<Args, Inner, Plan> {
  type: GraphQLOutputType
  description?: string | null | undefined
  slots: Slots<Args>
  of: Output<Inner>
  plan: (args: Args, selection: Selection<Inner>, reading: FieldReading) => Plan
}

/** A field that leads to an object, or to several. */
export function branch<Args, Inner, Plan>({ of, plan, ...field }: Branch<Args, Inner, Plan>): Field<Plan> {
  return {
    ...field,
    isLeaf: false,
    read: (reading) => {
      const args = reading.arguments(field.slots)
      return plan(args, reading.select(of), reading)
    },
  }
}

/** A field without arguments that leads to an object, or to several. */
export function bareBranch<Inner, Plan>(
  type: GraphQLOutputType,
  of: Output<Inner>,
  plan: (selection: Selection<Inner>) => Plan,
  description?: string | null,
): Field<Plan> {
  return branch({ type, description, slots: NO_SLOTS, of, plan: (_, selection) => plan(selection) })
}

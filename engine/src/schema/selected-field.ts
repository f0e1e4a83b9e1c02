import type { FieldNode, GraphQLField, SelectionNode } from 'graphql'
import type { JsonObject } from '../json/json.js'
import type { FieldPlan } from './plans.js'

/** A field of a validated request: fragments flattened, duplicates merged, arguments read. */
export interface SelectedField {
  /** Its key in the answer: the alias, or the name. */
  key: string
  name: string
  plan: FieldPlan | { kind: 'typename'; typeName: string } | IntrospectionPlan
  /** Absent for `__typename`. */
  definition: GraphQLField<unknown, unknown> | null
  /** Exactly the arguments that were given, and defaults. */
  args: JsonObject
  selection: readonly SelectedField[]
  /** Where it stands in the request: `$.selectionSet.users`. */
  path: string
}

/** `__schema` or `__type`, which graphql-js answers. */
export interface IntrospectionPlan {
  kind: 'introspection'
  collected: { node: FieldNode; selections: readonly SelectionNode[] }
}

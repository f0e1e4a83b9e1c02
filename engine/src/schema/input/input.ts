import type {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLList,
  GraphQLScalarType,
} from 'graphql'
import type { Given, Variables } from './given.js'

/** Where a value stands in a request. */
export interface Place {
  path: string
  variables: Variables
}

/**
 * A kind of value that clients give: its type in GraphQL, and how such a value is checked and becomes one of the
 * domain's, in one go.
 *
 * Null is never one of its values: whether there may be none is up to the slot that takes it.
 */
export interface Input<Value> {
  type: GraphQLScalarType | GraphQLEnumType | GraphQLInputObjectType | GraphQLList<GraphQLInputType>
  /** @throws HasuraError in Hasura's words, with the path */
  read: (given: Given, place: Place) => Value
}

/** The same input, with a meaning made from its values. */
export function mapInput<Value, Meaning>(
  { type, read }: Input<Value>,
  toMeaning: (value: Value) => Meaning,
): Input<Meaning> {
  return { type, read: (given, place) => toMeaning(read(given, place)) }
}

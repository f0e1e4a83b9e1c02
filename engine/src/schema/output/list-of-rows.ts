import { GraphQLList, GraphQLNonNull } from 'graphql'
import type { Output } from './output.js'

/** `[t!]!`: a list without gaps. */
export function listOfRows({ type }: Output<unknown>) {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)))
}

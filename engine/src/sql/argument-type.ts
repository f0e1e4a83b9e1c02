import { GraphQLBoolean, type GraphQLInputType } from 'graphql'
import type { SelectedField } from '../schema/selected-field.js'

/** The GraphQL type of an argument; where a field lacks the argument, there is no value to be read by it. */
export function argumentType(field: SelectedField, argument: string): GraphQLInputType {
  return field.definition?.args.find(({ name }) => name === argument)?.type ?? GraphQLBoolean
}

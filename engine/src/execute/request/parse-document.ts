import { type DocumentNode, GraphQLError, parse } from 'graphql'
import { HasuraError } from '../../errors.js'

/** @throws HasuraError when the text is not GraphQL */
export function parseDocument(text: string): DocumentNode {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new HasuraError('validation-failed', 'not a valid graphql query', { path: '$.query', cause: error })
  }
}

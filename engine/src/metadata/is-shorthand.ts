import { type OperationDefinitionNode, TokenKind } from 'graphql'

/** Is it written as `{ … }`? Hasura tells it from `query { … }`. */
export function isShorthand({ loc }: OperationDefinitionNode): boolean {
  return loc?.startToken.kind === TokenKind.BRACE_L
}

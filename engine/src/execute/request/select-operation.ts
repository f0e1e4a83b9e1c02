import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql'
import { HasuraError } from '../../errors.js'

/** The operation of a document that is to be run. */
export function selectOperation(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  if (name !== null) return operationNamed(operations, name)
  const [only] = operations
  if (!only || operations.length > 1) {
    throw new HasuraError(
      'validation-failed',
      'exactly one operation has to be present in the document when operationName is not specified',
    )
  }
  return only
}

function operationNamed(
  operations: readonly OperationDefinitionNode[],
  name: string,
): OperationDefinitionNode {
  if (operations.some((operation) => !operation.name)) {
    throw new HasuraError(
      'validation-failed',
      'operationName cannot be used when an anonymous operation exists in the document',
    )
  }
  const found = operations.find((operation) => operation.name?.value === name)
  if (!found) {
    throw new HasuraError('validation-failed', `no such operation found in the document: "${name}"`)
  }
  return found
}

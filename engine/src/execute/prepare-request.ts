import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { Session } from '../auth/session.js'
import { HasuraError } from '../errors.js'
import type { JsonObject } from '../json/json.js'
import type { RoleSchema } from '../schema/build-role-schema.js'
import type { SelectedField } from '../schema/selected-field.js'
import type { Generation } from './generation.js'
import { parseDocument } from './request/parse-document.js'
import { readBody } from './request/read-body.js'
import { resolveVariables } from './request/resolve-variables.js'
import { selectOperation } from './request/select-operation.js'
import { usedVariables } from './request/used-variables.js'
import { checkFragments, fragmentsOf } from './validate/check-fragments.js'
import { checkDirectives } from './validate/directives.js'
import { readSelection } from './validate/read-selection.js'

/** A request that fits the schema of its role and is ready to run. */
export interface PreparedRequest {
  kind: 'query' | 'mutation' | 'subscription'
  fields: readonly SelectedField[]
  query: string
  document: DocumentNode
  operation: OperationDefinitionNode
  variables: JsonObject
  schema: RoleSchema
}

/**
 * Parses and validates a request; nothing has been run when this throws.
 *
 * @throws HasuraError in Hasura's words
 */
export function prepareRequest(body: unknown, session: Session, generation: Generation): PreparedRequest {
  const { query, variables: values, operationName } = readBody(body)
  const document = parseDocument(query)
  const operation = selectOperation(document, operationName)
  const schema = generation.schemaFor(session)
  const fragments = fragmentsOf(document)
  checkFragments(operation.selectionSet, fragments)
  const variables = resolveVariables(operation, values, usedVariables(operation, fragments))
  const root = rootType(operation.operation, schema)
  checkDirectives(operation.directives ?? [], ROOT_LOCATIONS[operation.operation], '$')
  const fields = readSelection(operation.selectionSet.selections, root, '$', { schema, fragments, variables })
  if (operation.operation === OperationTypeNode.SUBSCRIPTION && fields.length !== 1) {
    throw new HasuraError('validation-failed', 'subscriptions must select one top level field')
  }
  return { kind: operation.operation, fields, query, document, operation, variables: values, schema }
}

const ROOT_LOCATIONS = {
  [OperationTypeNode.QUERY]: 'a query',
  [OperationTypeNode.MUTATION]: 'a mutation',
  [OperationTypeNode.SUBSCRIPTION]: 'a subscription',
} as const

function rootType(operation: OperationTypeNode, { graphql }: RoleSchema) {
  const type = graphql.getRootType(operation)
  if (!type) throw new HasuraError('validation-failed', `no ${operation}s exist`)
  return type
}

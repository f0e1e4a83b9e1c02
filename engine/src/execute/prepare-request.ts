import { type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { Session } from '../auth/session.js'
import { HasuraError } from '../errors.js'
import type { JsonObject } from '../json/json.js'
import type { RoleSchema } from '../schema/build-role-schema.js'
import type { Output } from '../schema/output/output.js'
import type { SelectedField, Selection } from '../schema/output/selection.js'
import type { RootPlan, StreamPlan } from '../schema/plans.js'
import type { Generation } from './generation.js'
import { refuseLarge } from './limits/refuse-large.js'
import { parseDocument } from './request/parse-document.js'
import { type GraphqlRequest, readBody } from './request/read-body.js'
import { resolveVariables } from './request/resolve-variables.js'
import { selectOperation } from './request/select-operation.js'
import { usedVariables } from './request/used-variables.js'
import type { ReadContext } from './validate/collect-fields.js'
import { checkDirectives } from './validate/directives.js'
import { fragmentsOf } from './validate/fragments-of.js'
import { measureOperation } from './validate/measure-operation.js'
import { readSelection } from './validate/read-selection.js'

interface Operation {
  query: string
  variables: JsonObject
  schema: RoleSchema
}

/** A request that is answered as a whole. */
export interface AnsweredRequest extends Operation {
  kind: 'query' | 'mutation' | 'subscription'
  fields: Selection<RootPlan>
}

/** A subscription that sends each row once. */
interface StreamRequest extends Operation {
  kind: 'stream'
  stream: SelectedField<StreamPlan>
}

/** A request that fits the schema of its role and is ready to run. */
export type PreparedRequest = AnsweredRequest | StreamRequest

/**
 * Parses and validates a request; nothing has been run when this throws.
 *
 * @throws HasuraError in Hasura's words
 */
export function prepareRequest(body: unknown, session: Session, generation: Generation): PreparedRequest {
  return prepareFrom(readBody(body), session, generation)
}

/** @param late variables, sent and not null, that are to be read without their values */
export function prepareFrom(
  { query, variables: values, operationName }: GraphqlRequest,
  session: Session,
  generation: Generation,
  late: ReadonlySet<string> = new Set(),
): PreparedRequest {
  const document = parseDocument(query)
  const operation = selectOperation(document, operationName)
  const schema = generation.schemaFor(session)
  const fragments = fragmentsOf(document)
  const size = measureOperation(operation.selectionSet, fragments)
  refuseLarge('depth', size.depth, session, generation.metadata.api_limits)
  refuseLarge('node', size.nodes, session, generation.metadata.api_limits)
  const variables = resolveVariables(operation, values, usedVariables(operation, fragments), late)
  const prepared = { query, variables: values, schema }
  return { ...prepared, ...readOperation(operation, schema, { fragments, variables }) }
}

/**
 * Parses and validates a query or mutation.
 *
 * @throws HasuraError `unexpected-payload` for a subscription
 */
export function prepareAnswer(
  asked: GraphqlRequest,
  session: Session,
  generation: Generation,
): AnsweredRequest {
  const request = prepareFrom(asked, session, generation)
  if (request.kind === 'query' || request.kind === 'mutation') return request
  throw new HasuraError(
    'unexpected-payload',
    'subscriptions are not supported over HTTP, use websockets instead',
  )
}

type Read = Pick<AnsweredRequest, 'kind' | 'fields'> | Pick<StreamRequest, 'kind' | 'stream'>

function readOperation(node: OperationDefinitionNode, schema: RoleSchema, context: ReadContext): Read {
  const kind = node.operation
  const read = <Plan>(root: Output<Plan> | null): Selection<Plan> => {
    if (!root) throw new HasuraError('validation-failed', `no ${kind}s exist`)
    checkDirectives(node.directives ?? [], `a ${kind}`, '$')
    return readSelection(node.selectionSet.selections, root, '$', context)
  }
  if (kind !== OperationTypeNode.SUBSCRIPTION) return { kind, fields: read(schema[kind]) }
  const [field, ...others] = read(schema.subscription)
  if (!field || others.length > 0) {
    throw new HasuraError('validation-failed', 'subscriptions must select one top level field')
  }
  if (!('plan' in field)) return { kind, fields: [field] }
  const { key, plan } = field
  return plan.kind === 'stream'
    ? { kind: 'stream', stream: { key, plan } }
    : { kind, fields: [{ key, plan }] }
}

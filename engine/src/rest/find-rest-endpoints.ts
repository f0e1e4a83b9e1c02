import { Kind, type OperationDefinitionNode, OperationTypeNode, type VariableDefinitionNode } from 'graphql'
import { isShorthand } from '../metadata/is-shorthand.js'
import type { Metadata } from '../metadata/metadata.js'
import type { RestEndpointMetadata, RestMethod } from '../metadata/schemas/rest-endpoint.js'
import { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { Inconsistency } from '../model/model.js'
import { findPathProblems } from './find-path-problems.js'

/** A path below `/api/rest/` and the query that answers it. */
export interface RestEndpoint {
  /** Where in the metadata's list. */
  index: number
  metadata: RestEndpointMetadata
  segments: readonly string[]
  methods: readonly RestMethod[]
  query: string
  variables: readonly VariableDefinitionNode[]
}

/** The metadata's REST endpoints, without those that have no query; these and paths that go wrong are listed. */
export function findRestEndpoints(metadata: Metadata): {
  endpoints: RestEndpoint[]
  inconsistencies: Inconsistency[]
} {
  const collector = new InconsistencyCollector()
  const endpoints = metadata.rest_endpoints.flatMap((endpoint, index) => {
    const { name } = endpoint
    const path = ['rest_endpoints', index]
    const context = `in endpoint ${name}: `
    const subject = { path, type: 'rest_endpoint', name, context, definition: endpoint }
    return collector.attempt(subject, () => resolve(endpoint, index, metadata)) ?? []
  })
  return { endpoints, inconsistencies: [...collector.inconsistencies, ...findPathProblems(endpoints)] }
}

/** @throws Error in the words of Hasura.RQL.DDL.Schema.Cache, `resolveEndpoint` */
function resolve(
  endpoint: RestEndpointMetadata,
  index: number,
  { query_collections: collections }: Metadata,
): RestEndpoint {
  const { collection_name: collectionName, query_name: queryName } = endpoint.definition.query
  const collection = collections.find(({ name }) => name === collectionName)
  if (!collection) throw new Error(`collection with name ${collectionName} does not exist`)
  const stored = collection.definition.queries.find(({ name }) => name === queryName)?.query
  if (!stored) throw new Error(`query with name ${queryName} does not exist in collection ${collectionName}`)
  const [only, ...others] = stored.document.definitions
  if (only?.kind !== Kind.OPERATION_DEFINITION || others.length > 0 || isShorthand(only))
    throw new Error(`query with name ${queryName} has multiple definitions.`)
  refuseSubscription(only, queryName)
  const { url, methods } = endpoint
  return {
    index,
    metadata: endpoint,
    segments: url.split('/'),
    methods,
    query: stored.text,
    variables: only.variableDefinitions ?? [],
  }
}

function refuseSubscription({ operation }: OperationDefinitionNode, name: string): void {
  if (operation === OperationTypeNode.SUBSCRIPTION)
    throw new Error(`query with name ${name} is a subscription`)
}

import { Kind, OperationTypeNode, type VariableDefinitionNode } from 'graphql'
import { isShorthand } from '../metadata/is-shorthand.js'
import type { Metadata } from '../metadata/metadata.js'
import type { RestEndpointMetadata } from '../metadata/schemas/rest-endpoint.js'
import { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { Inconsistency } from '../model/model.js'
import { findPathProblems } from './find-path-problems.js'

/** Paths below `/api/rest/` and the query that answers them. */
export interface RestEndpoint extends RestEndpointMetadata {
  /** Where in the metadata's list. */
  index: number
  segments: readonly string[]
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
    const { name, url } = endpoint
    const place = { path: ['rest_endpoints', index], type: 'rest_endpoint', name, definition: endpoint }
    const query = collector.attempt({ ...place, context: `in endpoint ${name}: ` }, () =>
      findQuery(endpoint, metadata),
    )
    return query ? [{ ...endpoint, ...query, index, segments: url.split('/') }] : []
  })
  return { endpoints, inconsistencies: [...collector.inconsistencies, ...findPathProblems(endpoints)] }
}

/** @throws Error in the words of Hasura.RQL.DDL.Schema.Cache, `resolveEndpoint` */
function findQuery(
  { definition: { query: wanted } }: RestEndpointMetadata,
  { query_collections: collections }: Metadata,
): Pick<RestEndpoint, 'query' | 'variables'> {
  const { collection_name: collectionName, query_name: queryName } = wanted
  const collection = collections.find(({ name }) => name === collectionName)
  if (!collection) throw new Error(`collection with name ${collectionName} does not exist`)
  const stored = collection.definition.queries.find(({ name }) => name === queryName)?.query
  if (!stored) throw new Error(`query with name ${queryName} does not exist in collection ${collectionName}`)
  const [only, ...others] = stored.document.definitions
  if (only?.kind !== Kind.OPERATION_DEFINITION || others.length > 0 || isShorthand(only))
    throw new Error(`query with name ${queryName} has multiple definitions.`)
  if (only.operation === OperationTypeNode.SUBSCRIPTION)
    throw new Error(`query with name ${queryName} is a subscription`)
  return { query: stored.text, variables: only.variableDefinitions ?? [] }
}

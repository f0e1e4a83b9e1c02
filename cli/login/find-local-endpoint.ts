import { readLocalStack } from '../local-stack.js'

/** Where the engine of `npm start` is: where the running one says, else where it is usually. */
export function findLocalEndpoint(file?: string): string {
  return readLocalStack(file)?.['HASURA_GRAPHQL_ENDPOINT'] ?? 'http://127.0.0.1:8080/v1/graphql'
}

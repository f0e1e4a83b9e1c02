import type { Values } from './normalise.js'

/** What opens Hasura or its database whole. The functions need none of it. */
const operatorSecrets = [
  'HASURA_GRAPHQL_ADMIN_SECRET',
  'HASURA_GRAPHQL_ADMIN_SECRETS',
  'HASURA_GRAPHQL_ACCESS_KEY',
  'HASURA_GRAPHQL_DATABASE_URL',
  'HASURA_GRAPHQL_METADATA_DATABASE_URL',
  'PG_DATABASE_URL',
]

/** Names what works, but should not be where the functions can be made to give it away. */
export function misplacedSecrets(values: Values): string[] {
  return operatorSecrets
    .filter((name) => values[name])
    .map(
      (name) => `${name} is among the variables of the functions, which do not need it: take it away there`,
    )
}

/**
 * The variables on which the parts of a local stack have to agree, and those that would contradict them: it makes them
 * itself, and what a person sets for a deployment under these names is left alone.
 */
export const madeHere: ReadonlySet<string> = new Set([
  'AUTH_URL',
  'AUTH_CANONICAL_URL',
  'PREVIEW_ORIGINS',
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'AUTH_SECRETS_ACCEPTED',
  'AUTH_SECRETS_RETIRED',
  'ACTION_SECRET',
  'ACTION_SECRET_PREVIOUS',
  'EVENT_SECRET',
  'EVENT_SECRET_PREVIOUS',
  'FUNCTIONS_URL',
  'GITHUB_BASE_URL',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_CLIENT_TYPE',
  'HASURA_GRAPHQL_ADMIN_SECRET',
  'HASURA_GRAPHQL_ENDPOINT',
  'HASURA_GRAPHQL_JWT_SECRET',
  'HASURA_GRAPHQL_SERVER_HOST',
  'HASURA_GRAPHQL_UNAUTHORIZED_ROLE',
  'JWT_PRIVATE_KEYS',
  'PG_DATABASE_URL',
])

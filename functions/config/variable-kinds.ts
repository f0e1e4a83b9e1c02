import type { Environment } from './environment.js'

/**
 * What may stand inside a value: one line; a list, which white space parts; or a document, with line breaks of its own
 * (JSON that is indented, PEM) or `\\n` for them.
 */
type Kind = 'line' | 'list' | 'document'

/** Every variable by its kind. What stands around a value never counts. */
export const variableKinds: Readonly<Record<keyof Environment, Kind>> = {
  AUTH_URL: 'line',
  AUTH_CANONICAL_URL: 'line',
  AUTH_SECRET: 'line',
  // What was in use is taken as it was: `openssl rand -base64 64` gives two lines.
  AUTH_SECRET_PREVIOUS: 'document',
  AUTH_SECRETS_ACCEPTED: 'list',
  AUTH_SECRETS_RETIRED: 'list',
  GITHUB_CLIENT_ID: 'line',
  GITHUB_CLIENT_SECRET: 'line',
  GITHUB_CLIENT_TYPE: 'line',
  GITHUB_BASE_URL: 'line',
  GITHUB_SCOPES: 'list',
  GITHUB_ALLOWED_ORGS: 'list',
  GITHUB_ROLE_MAP: 'document',
  HASURA_GRAPHQL_ENDPOINT: 'line',
  HASURA_GRAPHQL_JWT_SECRET: 'document',
  HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'line',
  JWT_PRIVATE_KEYS: 'document',
  ACTION_SECRET: 'line',
  ACTION_SECRET_PREVIOUS: 'line',
  EVENT_SECRET: 'line',
  EVENT_SECRET_PREVIOUS: 'line',
  GITHUB_WEBHOOK_SECRET: 'line',
  GITHUB_WEBHOOK_SECRET_PREVIOUS: 'line',
  ALLOWED_REDIRECTS: 'list',
  PREVIEW_ORIGINS: 'list',
  GITHUB_ACTIONS_LOGIN: 'document',
  ACCESS_TOKEN_SECONDS: 'line',
  SESSION_IDLE_DAYS: 'line',
  SESSION_MAX_DAYS: 'line',
  CUSTOM_CLAIMS: 'document',
  NEXT_AUTH_CLIENT: 'line',
  SIGN_UP: 'line',
}

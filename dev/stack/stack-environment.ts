import type { Secrets } from './secrets.js'

/** Where the parts of a stack are reached. */
export interface StackUrls {
  app: string
  engine: string
  github: string
}

type Environment = Record<string, string>

export interface StackEnvironment {
  functions: Environment
  engine: Environment
}

/** The variables of the functions and of the engine, as one would set them on Vercel and on Hasura. */
export function stackEnvironment(urls: StackUrls, secrets: Secrets): StackEnvironment {
  const shared = {
    AUTH_URL: urls.app,
    ACTION_SECRET: secrets.actionSecret,
    EVENT_SECRET: secrets.eventSecret,
    HASURA_GRAPHQL_JWT_SECRET: jwtSecret(secrets.jwtKey),
  }
  const functions = {
    ...shared,
    AUTH_SECRET: secrets.authSecret,
    GITHUB_CLIENT_ID: secrets.githubClientId,
    GITHUB_CLIENT_SECRET: secrets.githubClientSecret,
    GITHUB_BASE_URL: urls.github,
    HASURA_GRAPHQL_ENDPOINT: `${urls.engine}/v1/graphql`,
  }
  const engine = {
    ...shared,
    // The stack hands the engine an open database; metadata wants the variable to be there all the same.
    PG_DATABASE_URL: 'postgres://local-stack',
    HASURA_GRAPHQL_ADMIN_SECRET: secrets.hasuraAdminSecret,
    HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous',
    HASURA_GRAPHQL_CORS_DOMAIN: urls.app,
  }
  return { functions, engine }
}

function jwtSecret(key: string): string {
  return JSON.stringify({ type: 'HS256', key, issuer: 'hasura-github-auth', audience: 'hasura' })
}

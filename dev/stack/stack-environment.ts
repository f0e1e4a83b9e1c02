import { variableNames } from '../../functions/config/environment.js'
import type { Secrets } from './secrets.js'

/** Where the parts of a stack are reached. */
export interface StackUrls {
  /** The origin that browsers see. */
  app: string
  /** The host of functions and pages, where an app of somebody's stands before it. */
  functions?: string
  engine: string
  github: string
}

type Environment = Record<string, string>

export interface StackEnvironment {
  functions: Environment
  engine: Environment
}

/**
 * The variables of the functions and of the engine, as one would set them on Vercel and on Hasura.
 *
 * @param given what a person has set besides: pages and origins are added, what has to fit together is made here
 */
export function stackEnvironment(
  urls: StackUrls,
  secrets: Secrets,
  given: Readonly<Environment> = {},
): StackEnvironment {
  const shared = {
    ACTION_SECRET: secrets.actionSecret,
    EVENT_SECRET: secrets.eventSecret,
    HASURA_GRAPHQL_JWT_SECRET: jwtSecret(secrets.jwtKey),
    HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous',
  }
  const functions = {
    ...pick(given, variableNames),
    ...shared,
    AUTH_URL: urls.app,
    AUTH_SECRET: secrets.authSecret,
    GITHUB_CLIENT_ID: secrets.githubClientId,
    GITHUB_CLIENT_SECRET: secrets.githubClientSecret,
    GITHUB_CLIENT_TYPE: 'oauth-app',
    GITHUB_BASE_URL: urls.github,
    HASURA_GRAPHQL_ENDPOINT: `${urls.engine}/v1/graphql`,
    ALLOWED_REDIRECTS: list(`${otherName(urls.app)}/graphql`, given['ALLOWED_REDIRECTS']),
  }
  const engine = {
    ...given,
    ...shared,
    FUNCTIONS_URL: urls.functions ?? urls.app,
    // The stack hands the engine an open database; metadata wants the variable to be there all the same.
    PG_DATABASE_URL: 'postgres://local-stack',
    HASURA_GRAPHQL_ADMIN_SECRET: secrets.hasuraAdminSecret,
    HASURA_GRAPHQL_SERVER_HOST: '127.0.0.1',
    HASURA_GRAPHQL_CORS_DOMAIN: list(urls.app, otherName(urls.app), given['HASURA_GRAPHQL_CORS_DOMAIN']),
  }
  return { functions, engine }
}

/** What people type, and are sent on from: a request for it is as good as one for the address itself. */
function otherName(app: string): string {
  return app.replace('127.0.0.1', 'localhost')
}

function list(...entries: (string | undefined)[]): string {
  return entries.filter((entry) => entry?.trim()).join(',')
}

function pick(variables: Readonly<Environment>, names: ReadonlySet<string>): Environment {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)))
}

function jwtSecret(key: string): string {
  return JSON.stringify({ type: 'HS256', key, issuer: 'hasura-github-auth', audience: 'hasura' })
}

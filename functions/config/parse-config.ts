import type { z } from 'zod'
import type { Config } from './config.js'
import {
  type Environment,
  environmentShape,
  minimalScopes,
  missingScopes,
  variableNames,
} from './environment.js'
import { type JwtConfig, joinJwtConfig } from './jwt-config.js'
import { authSecrets, retiredInUse, secretValues, sharedSecrets } from './secret-values.js'

const daySeconds = 86_400

// Names that start like ours. GITHUB_ and HASURA_GRAPHQL_ alone would catch what CI and Hasura set for themselves.
const ours =
  /^(AUTH_|JWT_|ACTION_SECRET|EVENT_SECRET|ALLOWED_REDIRECT|ACCESS_TOKEN_|SESSION_(IDLE|MAX)|SIGN_UP|CUSTOM_CLAIM|PREVIEW_ORIGIN|GITHUB_(CLIENT|BASE|SCOPE|ALLOWED|ROLE|WEBHOOK|ACTIONS_LOGIN))/

/** What is wrong with the environment: names and reasons, never values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads the environment once, whole and strictly.
 *
 * @throws ConfigError naming every missing, weak, contradicting or unknown variable at once
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = withPreviewUrl(present(env))
  const parsed = environmentShape.safeParse(given)
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given))),
    ...sharedSecrets(given),
    ...unknownVariables(given),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const jwt = joinJwtConfig(parsed.data.HASURA_GRAPHQL_JWT_SECRET, parsed.data.JWT_PRIVATE_KEYS)
  const conflicts = [
    ...(typeof jwt === 'string' ? [jwt] : []),
    ...missingScopes(parsed.data),
    ...retiredInUse(parsed.data),
  ]
  if (typeof jwt === 'string' || conflicts.length > 0) throw new ConfigError(conflicts)
  return Object.freeze(toConfig(parsed.data, jwt, secretValues(given)))
}

function present(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/**
 * Gives a preview deployment its own address. Vercel makes a new one for each, so that it cannot be configured; in
 * production the address is always explicit.
 *
 * @see https://vercel.com/docs/environment-variables/system-environment-variables
 */
function withPreviewUrl(env: Record<string, string>): Record<string, string> {
  const host = env['VERCEL_BRANCH_URL'] ?? env['VERCEL_URL']
  const isPreview = env['VERCEL_ENV'] === 'preview' && env['AUTH_CANONICAL_URL'] !== undefined
  if (!isPreview || env['AUTH_URL'] !== undefined || host === undefined) return env
  return { ...env, AUTH_URL: `https://${host}` }
}

/** Names a variable that looks like ours but is none: a misspelt name would silently turn a check off. */
function unknownVariables(env: Record<string, string>): string[] {
  return Object.keys(env)
    .filter((name) => ours.test(name) && !variableNames.has(name))
    .map((name) => `${name} is not a variable of this project (misspelt, or of a later version?)`)
}

function describe(issue: z.core.$ZodIssue, env: Record<string, string>): string {
  const name = String(issue.path[0])
  return env[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`
}

function toConfig(env: Environment, jwt: JwtConfig, secrets: readonly string[]): Config {
  return {
    authUrl: env.AUTH_URL,
    canonicalUrl: env.AUTH_CANONICAL_URL ?? env.AUTH_URL,
    previewOrigins: env.PREVIEW_ORIGINS,
    authSecrets: authSecrets(env),
    retiredKeyIds: env.AUTH_SECRETS_RETIRED,
    github: {
      clientId: env.GITHUB_CLIENT_ID,
      clientSecret: env.GITHUB_CLIENT_SECRET,
      clientType: env.GITHUB_CLIENT_TYPE,
      baseUrl: env.GITHUB_BASE_URL,
      scopes: env.GITHUB_SCOPES ?? minimalScopes(env),
      allowedOrgs: env.GITHUB_ALLOWED_ORGS,
      roleMap: env.GITHUB_ROLE_MAP,
    },
    hasuraEndpoint: env.HASURA_GRAPHQL_ENDPOINT,
    unauthorizedRole: env.HASURA_GRAPHQL_UNAUTHORIZED_ROLE,
    jwt,
    actionSecrets: withPrevious(env.ACTION_SECRET, env.ACTION_SECRET_PREVIOUS),
    eventSecrets: withPrevious(env.EVENT_SECRET, env.EVENT_SECRET_PREVIOUS),
    githubWebhookSecrets: withPrevious(env.GITHUB_WEBHOOK_SECRET, env.GITHUB_WEBHOOK_SECRET_PREVIOUS),
    allowedRedirects: env.ALLOWED_REDIRECTS,
    accessTokenSeconds: env.ACCESS_TOKEN_SECONDS,
    sessionIdleSeconds: env.SESSION_IDLE_DAYS * daySeconds,
    sessionMaxSeconds: env.SESSION_MAX_DAYS * daySeconds,
    signUp: env.SIGN_UP,
    customClaims: env.CUSTOM_CLAIMS,
    ciLogin: env.GITHUB_ACTIONS_LOGIN,
    secrets,
  }
}

function withPrevious(current: string | undefined, previous: string | undefined): string[] {
  return [current, previous].filter((secret) => secret !== undefined)
}

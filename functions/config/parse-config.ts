import type { z } from 'zod'
import type { Config } from './config.js'
import { ConfigError } from './config-error.js'
import { type Environment, environment, variableNames } from './environment.js'
import { type JwtConfig, joinJwtConfig } from './jwt-config.js'
import { withPreviewUrl } from './preview-url.js'
import { minimalScopes, missingScopes } from './scopes.js'
import { secretValues, sharedSecrets } from './secret-values.js'
import { unknownVariables } from './unknown-variables.js'

const daySeconds = 86_400

/**
 * Reads the environment once, whole and strictly.
 *
 * @throws ConfigError naming every missing, weak, contradicting or unknown variable at once
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = withPreviewUrl(present(env))
  const parsed = environment.safeParse(given)
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given))),
    ...sharedSecrets(given),
    ...unknownVariables(given, variableNames),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const jwt = joinJwtConfig(parsed.data.HASURA_GRAPHQL_JWT_SECRET, parsed.data.JWT_PRIVATE_KEYS)
  const conflicts = [...(typeof jwt === 'string' ? [jwt] : []), ...missingScopes(parsed.data)]
  if (typeof jwt === 'string' || conflicts.length > 0) throw new ConfigError(conflicts)
  return Object.freeze(toConfig(parsed.data, jwt, secretValues(given)))
}

function present(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
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
    authSecrets: withPrevious(env.AUTH_SECRET, env.AUTH_SECRET_PREVIOUS),
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

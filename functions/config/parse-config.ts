import type { Config } from './config.js'
import { contradictions } from './contradictions.js'
import { type Environment, type Sound, variableNames } from './environment.js'
import { type JwtConfig, joinJwtConfig } from './jwt-config.js'
import { unknownVariables } from './misspelt.js'
import { normaliseValues, type Values } from './normalise.js'
import { misplacedSecrets } from './operator-secrets.js'
import { parseVariables } from './parse-variables.js'
import { minimalScopes } from './scopes.js'
import { authSecrets, secretValues } from './secret-values.js'
import { loopbackListed } from './this-machine.js'

const daySeconds = 86_400

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
  const values = withPreviewUrl(normaliseValues(env))
  const { sound, whole, problems } = parseVariables(values)
  const jwt = joinJwt(sound)
  const all = [
    ...problems,
    ...contradictions(sound, values),
    ...(typeof jwt === 'string' ? [jwt] : []),
    ...unknownVariables(values, variableNames),
  ]
  if (whole === undefined || jwt === undefined || typeof jwt === 'string' || all.length > 0)
    throw new ConfigError(all)
  return Object.freeze({
    ...toConfig(whole, jwt),
    authSecrets: authSecrets(whole, env),
    secrets: secretValues(env),
    warnings: [...misplacedSecrets(values), ...loopbackListed(values)],
  })
}

function joinJwt({ HASURA_GRAPHQL_JWT_SECRET: secret, JWT_PRIVATE_KEYS: keys }: Sound) {
  return secret && keys && joinJwtConfig(secret, keys)
}

/**
 * Gives a preview deployment its own address. Vercel makes a new one for each, so that it cannot be configured; in
 * production the address is always explicit.
 *
 * @see https://vercel.com/docs/environment-variables/system-environment-variables
 */
function withPreviewUrl(env: Values): Values {
  // One that is empty is none.
  const host = env['VERCEL_BRANCH_URL'] || env['VERCEL_URL'] || undefined
  const isPreview = env['VERCEL_ENV'] === 'preview' && env['AUTH_CANONICAL_URL'] !== undefined
  if (!isPreview || env['AUTH_URL'] !== undefined || host === undefined) return env
  return { ...env, AUTH_URL: `https://${host}` }
}

function toConfig(env: Environment, jwt: JwtConfig): Omit<Config, 'authSecrets' | 'secrets' | 'warnings'> {
  return {
    authUrl: env.AUTH_URL,
    canonicalUrl: env.AUTH_CANONICAL_URL ?? env.AUTH_URL,
    previewOrigins: env.PREVIEW_ORIGINS,
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
    sessionIdleSeconds: Math.min(env.SESSION_IDLE_DAYS, env.SESSION_MAX_DAYS) * daySeconds,
    sessionMaxSeconds: env.SESSION_MAX_DAYS * daySeconds,
    signUp: env.SIGN_UP,
    nextAuthClient: env.NEXT_AUTH_CLIENT,
    customClaims: env.CUSTOM_CLAIMS,
    ciLogin: env.GITHUB_ACTIONS_LOGIN,
  }
}

function withPrevious(current: string | undefined, previous: string | undefined): string[] {
  return [current, previous].filter((secret) => secret !== undefined)
}

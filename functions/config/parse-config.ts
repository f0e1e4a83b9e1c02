import { z } from 'zod'
import { type JwtConfig, joinJwtConfig } from './jwt-config.js'
import { jwtSecret } from './jwt-secret.js'
import { privateKeys } from './private-keys.js'
import { filledText, strongSecret } from './secret.js'
import { unknownVariables } from './unknown-variables.js'
import { trustedAddress, trustedOrigin } from './url.js'

const list = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean))
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`)

const minuteSeconds = 60
const daySeconds = 86_400

const environment = z.object({
  AUTH_URL: trustedOrigin,
  AUTH_SECRET: strongSecret,
  AUTH_SECRET_PREVIOUS: strongSecret.optional(),
  GITHUB_CLIENT_ID: filledText,
  GITHUB_CLIENT_SECRET: filledText.refine((value) => value.length >= 20, 'is too short to be one of GitHub'),
  GITHUB_CLIENT_TYPE: z
    .enum(['oauth-app', 'github-app'], 'must be oauth-app or github-app')
    .default('oauth-app'),
  GITHUB_BASE_URL: trustedAddress.default('https://github.com'),
  GITHUB_SCOPES: list.default(['user:email']),
  HASURA_GRAPHQL_ENDPOINT: trustedAddress.refine(
    (url) => url.endsWith('/v1/graphql'),
    'must end in /v1/graphql',
  ),
  HASURA_GRAPHQL_JWT_SECRET: jwtSecret,
  JWT_PRIVATE_KEYS: privateKeys.default([]),
  ACTION_SECRET: strongSecret,
  ACTION_SECRET_PREVIOUS: strongSecret.optional(),
  EVENT_SECRET: strongSecret,
  EVENT_SECRET_PREVIOUS: strongSecret.optional(),
  ALLOWED_REDIRECTS: list.pipe(z.array(trustedAddress)).default([]),
  ACCESS_TOKEN_SECONDS: integer(minuteSeconds, 3600).default(15 * minuteSeconds),
  SESSION_IDLE_DAYS: integer(1, 400).default(30),
  SESSION_MAX_DAYS: integer(1, 400).default(180),
  SIGN_UP: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
})

export const variableNames: ReadonlySet<string> = new Set(Object.keys(environment.shape))

export interface Config {
  /** The public origin, without trailing slash. */
  authUrl: string
  /** Sealing and refresh-token secrets; the first one is used, all are accepted. */
  authSecrets: readonly string[]
  github: {
    clientId: string
    clientSecret: string
    clientType: 'oauth-app' | 'github-app'
    /** Where people are; the API's address follows from it. */
    baseUrl: string
    scopes: readonly string[]
  }
  hasuraEndpoint: string
  jwt: JwtConfig
  actionSecrets: readonly string[]
  eventSecrets: readonly string[]
  /** Exact origins or URLs to which the GraphQL flow may return, besides our own origin. */
  allowedRedirects: readonly string[]
  accessTokenSeconds: number
  sessionIdleSeconds: number
  sessionMaxSeconds: number
  signUp: 'open' | 'closed'
  /** Every secret value, for the log to leave out. */
  secrets: readonly string[]
}

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
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  const parsed = environment.safeParse(given)
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given))),
    ...sharedSecrets(given),
    ...unknownVariables(given, variableNames),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const jwt = joinJwtConfig(parsed.data.HASURA_GRAPHQL_JWT_SECRET, parsed.data.JWT_PRIVATE_KEYS)
  if (typeof jwt === 'string') throw new ConfigError([jwt])
  return Object.freeze(toConfig(parsed.data, jwt, given))
}

function describe(issue: z.core.$ZodIssue, env: Record<string, unknown>): string {
  const [name] = issue.path
  return env[String(name)] === undefined ? `${String(name)} is missing` : `${String(name)} ${issue.message}`
}

const secretNames = [
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'ACTION_SECRET',
  'ACTION_SECRET_PREVIOUS',
  'EVENT_SECRET',
  'EVENT_SECRET_PREVIOUS',
  'GITHUB_CLIENT_SECRET',
]

/** One secret for two purposes turns the leak of one into the leak of both. */
function sharedSecrets(env: Record<string, unknown>): string[] {
  const given = secretNames.filter((name) => env[name] !== undefined && env[name] !== '')
  return given.flatMap((name, index) =>
    given.slice(index + 1).flatMap((other) => (env[other] === env[name] ? [`${other} equals ${name}`] : [])),
  )
}

function toConfig(env: z.output<typeof environment>, jwt: JwtConfig, given: Record<string, unknown>): Config {
  return {
    authUrl: env.AUTH_URL,
    authSecrets: present(env.AUTH_SECRET, env.AUTH_SECRET_PREVIOUS),
    github: {
      clientId: env.GITHUB_CLIENT_ID,
      clientSecret: env.GITHUB_CLIENT_SECRET,
      clientType: env.GITHUB_CLIENT_TYPE,
      baseUrl: env.GITHUB_BASE_URL,
      scopes: env.GITHUB_SCOPES,
    },
    hasuraEndpoint: env.HASURA_GRAPHQL_ENDPOINT,
    jwt,
    actionSecrets: present(env.ACTION_SECRET, env.ACTION_SECRET_PREVIOUS),
    eventSecrets: present(env.EVENT_SECRET, env.EVENT_SECRET_PREVIOUS),
    allowedRedirects: env.ALLOWED_REDIRECTS,
    accessTokenSeconds: env.ACCESS_TOKEN_SECONDS,
    sessionIdleSeconds: env.SESSION_IDLE_DAYS * daySeconds,
    sessionMaxSeconds: env.SESSION_MAX_DAYS * daySeconds,
    signUp: env.SIGN_UP,
    secrets: [...secretNames, 'HASURA_GRAPHQL_JWT_SECRET', 'JWT_PRIVATE_KEYS'].flatMap((name) =>
      secretTexts(given[name]),
    ),
  }
}

function present(...values: (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined)
}

/** A secret as it stands, and the key inside when it is Hasura's JSON. */
function secretTexts(value: unknown): string[] {
  if (typeof value !== 'string') return []
  const key = /"key"\s*:\s*"([^"]+)"/.exec(value)?.[1]
  return present(value, key)
}

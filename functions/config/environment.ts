import { z } from 'zod'
import { ciLogin } from './ci-login.js'
import { customClaims } from './custom-claims.js'
import { jwtSecret } from './jwt-secret.js'
import { previewOrigin } from './preview-origin.js'
import { privateKeys } from './private-keys.js'
import { roleMap } from './role-map.js'
import { filledText, strongSecret } from './secret.js'
import { trustedAddress, trustedOrigin } from './url.js'

const list = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean))
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`)

const minuteSeconds = 60

/** Every variable, each narrowed by itself. */
export const environment = z.object({
  AUTH_URL: trustedOrigin,
  AUTH_CANONICAL_URL: trustedOrigin.optional(),
  AUTH_SECRET: strongSecret,
  AUTH_SECRET_PREVIOUS: strongSecret.optional(),
  GITHUB_CLIENT_ID: filledText,
  GITHUB_CLIENT_SECRET: filledText.refine((value) => value.length >= 20, 'is too short to be one of GitHub'),
  GITHUB_CLIENT_TYPE: z
    .enum(['oauth-app', 'github-app'], 'must be oauth-app or github-app')
    .default('oauth-app'),
  GITHUB_BASE_URL: trustedAddress.default('https://github.com'),
  GITHUB_SCOPES: list.optional(),
  GITHUB_ALLOWED_ORGS: list.transform((names) => names.map((name) => name.toLowerCase())).default([]),
  GITHUB_ROLE_MAP: roleMap.default([]),
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
  GITHUB_WEBHOOK_SECRET: strongSecret.optional(),
  GITHUB_WEBHOOK_SECRET_PREVIOUS: strongSecret.optional(),
  ALLOWED_REDIRECTS: list.pipe(z.array(trustedAddress)).default([]),
  PREVIEW_ORIGINS: list.pipe(z.array(previewOrigin)).default([]),
  GITHUB_ACTIONS_LOGIN: ciLogin.optional(),
  ACCESS_TOKEN_SECONDS: integer(2 * minuteSeconds, 3600).default(15 * minuteSeconds),
  SESSION_IDLE_DAYS: integer(1, 400).default(30),
  SESSION_MAX_DAYS: integer(1, 400).default(180),
  CUSTOM_CLAIMS: customClaims.optional(),
  SIGN_UP: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
})

export type Environment = z.output<typeof environment>

export const variableNames: ReadonlySet<string> = new Set(Object.keys(environment.shape))

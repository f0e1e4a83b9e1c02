import * as z from 'zod'
import { keyIdPattern } from '../seal/key-ring.js'
import { ciLoginShape } from './ci-login.js'
import { customClaimsShape } from './custom-claims.js'
import { githubBaseUrlShape } from './github-base-url.js'
import { clientIdShape, clientSecretShape } from './github-client.js'
import { jwtSecretShape } from './jwt-secret.js'
import { listedSecretsShape } from './listed-secrets.js'
import { previewOriginShape } from './preview-origin.js'
import { privateKeysShape } from './private-keys.js'
import { redirectEntryShape } from './redirect-entry.js'
import { roleMapShape } from './role-map.js'
import { filledTextShape, strongSecretShape } from './secret.js'
import { trustedAddressShape, trustedOriginShape } from './url.js'

const listShape = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean))
const integerShape = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`)

/** Empty would let everybody in, which nobody means who sets it. */
const organisationsShape = listShape.pipe(
  z
    .array(
      z
        .string()
        .toLowerCase()
        .regex(/^(?!(undefined|null)$)[a-z\d][a-z\d-]*$/, 'must list names of organisations'),
    )
    .min(1, 'is empty: name an organisation, or take it away to let anybody in'),
)

/** The role of nobody, which must be no role of anybody. */
const unauthorizedRoleShape = filledTextShape
  .refine((role) => !/[\s,;[\]"']/.test(role), 'must be one role')
  .refine(
    (role) => !/^(user|admin|auth_service)$/i.test(role),
    'is a role of somebody: callers without a token need one of their own, like anonymous',
  )

const minuteSeconds = 60

/** Every variable, each narrowed by itself. */
export const environmentShape = z.object({
  AUTH_URL: trustedOriginShape,
  AUTH_CANONICAL_URL: trustedOriginShape.optional(),
  AUTH_SECRET: strongSecretShape,
  AUTH_SECRET_PREVIOUS: strongSecretShape.optional(),
  AUTH_SECRETS_ACCEPTED: listShape.pipe(listedSecretsShape).default([]),
  AUTH_SECRETS_RETIRED: listShape
    .pipe(z.array(z.string().regex(keyIdPattern, 'must list ids of keys, as GET /api/health names them')))
    .default([]),
  GITHUB_CLIENT_ID: clientIdShape,
  GITHUB_CLIENT_SECRET: clientSecretShape,
  GITHUB_CLIENT_TYPE: z
    .enum(['oauth-app', 'github-app'], 'must be oauth-app or github-app')
    .default('oauth-app'),
  GITHUB_BASE_URL: githubBaseUrlShape.default('https://github.com'),
  GITHUB_SCOPES: listShape
    .pipe(
      z.array(
        z.string().regex(/^(?!(undefined|null|none)$)[a-z][a-z:_]*$/, 'must list scopes, like user:email'),
      ),
    )
    .optional(),
  GITHUB_ALLOWED_ORGS: organisationsShape.default([]),
  GITHUB_ROLE_MAP: roleMapShape.default([]),
  HASURA_GRAPHQL_ENDPOINT: trustedAddressShape.refine(
    (url) => url.endsWith('/v1/graphql'),
    'must end in /v1/graphql',
  ),
  HASURA_GRAPHQL_JWT_SECRET: jwtSecretShape,
  HASURA_GRAPHQL_UNAUTHORIZED_ROLE: unauthorizedRoleShape.default('anonymous'),
  JWT_PRIVATE_KEYS: privateKeysShape.default([]),
  ACTION_SECRET: strongSecretShape,
  ACTION_SECRET_PREVIOUS: strongSecretShape.optional(),
  EVENT_SECRET: strongSecretShape,
  EVENT_SECRET_PREVIOUS: strongSecretShape.optional(),
  GITHUB_WEBHOOK_SECRET: strongSecretShape.optional(),
  GITHUB_WEBHOOK_SECRET_PREVIOUS: strongSecretShape.optional(),
  ALLOWED_REDIRECTS: listShape.pipe(z.array(redirectEntryShape)).default([]),
  PREVIEW_ORIGINS: listShape.pipe(z.array(previewOriginShape)).default([]),
  GITHUB_ACTIONS_LOGIN: ciLoginShape.optional(),
  ACCESS_TOKEN_SECONDS: integerShape(5 * minuteSeconds, 3600).default(15 * minuteSeconds),
  SESSION_IDLE_DAYS: integerShape(1, 400).default(30),
  SESSION_MAX_DAYS: integerShape(1, 400).default(180),
  CUSTOM_CLAIMS: customClaimsShape.optional(),
  NEXT_AUTH_CLIENT: z.enum(['v4', 'v5'], 'must be v4 or v5').default('v5'),
  SIGN_UP: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
})

export type Environment = z.output<typeof environmentShape>

/** The variables that are good by themselves, where others are not. */
export type Sound = Partial<Environment>

export const variableNames = new Set(environmentShape.keyof().options)

import { z } from 'zod'
import type { Env } from '../metadata/env-template.js'
import { parseJsonPath } from './json-path.js'

const DEFAULT_NAMESPACE = 'https://hasura.io/jwt/claims'

const jsonPath = z.string().transform((text, context) => {
  try {
    return parseJsonPath(text)
  } catch {
    context.addIssue({ code: 'custom', message: `invalid JSON path: ${text}` })
    return z.NEVER
  }
})

const mapped = <Value extends z.ZodType>(value: Value) =>
  z.union([
    z.strictObject({ path: jsonPath, default: value.optional() }),
    value.transform((constant) => ({ constant })),
  ])
export type MappedClaim<Value> =
  | { constant: Value }
  | { path: readonly (string | number)[]; default?: Value | undefined }

const claimsMap = z
  .object({
    'x-hasura-allowed-roles': mapped(z.array(z.string())),
    'x-hasura-default-role': mapped(z.string()),
  })
  .catchall(mapped(z.string()))

const header = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Authorization') }),
  z.strictObject({ type: z.literal('Cookie'), name: z.string() }),
  z.strictObject({ type: z.literal('CustomHeader'), name: z.string() }),
])
export type TokenPlace = z.infer<typeof header>

const keyTypes = z.enum(
  ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'Ed25519'],
  { error: (issue) => `Invalid JWK: Key type: ${String(issue.input)} is not supported` },
)
export type KeyType = z.infer<typeof keyTypes>

const jwtSecret = z
  .object({
    type: keyTypes.optional(),
    key: z.string().optional(),
    jwk_url: z.url().optional(),
    claims_namespace: z.string().optional(),
    claims_namespace_path: jsonPath.optional(),
    claims_format: z.enum(['json', 'stringified_json']).default('json'),
    claims_map: claimsMap.optional(),
    audience: z.union([z.string(), z.array(z.string())]).optional(),
    issuer: z.string().optional(),
    allowed_skew: z.number().nonnegative().default(0),
    header: header.default({ type: 'Authorization' }),
  })
  .superRefine((secret, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (secret.key === undefined && secret.jwk_url === undefined)
      refuse('key and jwk_url both cannot be empty')
    if (secret.key !== undefined && secret.jwk_url !== undefined)
      refuse('key, jwk_url both cannot be present')
    if (secret.key !== undefined && secret.type === undefined) refuse('key "type" not found')
    if (secret.claims_namespace !== undefined && secret.claims_namespace_path !== undefined) {
      refuse('claims_namespace and claims_namespace_path both cannot be set')
    }
  })

export type JwtSecret = z.infer<typeof jwtSecret>
export type ClaimsMap = z.infer<typeof claimsMap>

export interface ClaimsPlace {
  namespace: string | readonly (string | number)[]
  format: 'json' | 'stringified_json'
}

/**
 * Reads `HASURA_GRAPHQL_JWT_SECRETS`, a list, or else `HASURA_GRAPHQL_JWT_SECRET`, a single one.
 *
 * @throws Error naming every wrong setting; the key itself never appears
 */
export function readJwtSecrets(env: Env): JwtSecret[] {
  const several = env['HASURA_GRAPHQL_JWT_SECRETS']
  if (several) return parseSetting('HASURA_GRAPHQL_JWT_SECRETS', several, z.array(jwtSecret).min(1))
  const single = env['HASURA_GRAPHQL_JWT_SECRET']
  return single ? [parseSetting('HASURA_GRAPHQL_JWT_SECRET', single, jwtSecret)] : []
}

function parseSetting<Setting>(name: string, text: string, schema: z.ZodType<Setting>): Setting {
  const parsed = schema.safeParse(parseJson(name, text))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) =>
    [issue.path.join('.'), issue.message].filter(Boolean).join(': '),
  )
  throw new Error(`${name}: ${problems.join('; ')}`)
}

export function claimsPlace(secret: JwtSecret): ClaimsPlace {
  return {
    namespace: secret.claims_namespace_path ?? secret.claims_namespace ?? DEFAULT_NAMESPACE,
    format: secret.claims_format,
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${name} is not valid JSON`)
  }
}

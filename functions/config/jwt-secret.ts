import { createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { weakness } from './secret.js'

export type JwtAlgorithm = keyof typeof minimumKeyBytes

/** What we and Hasura agree on about access tokens, both read from the same JSON. */
export interface JwtConfig {
  algorithm: JwtAlgorithm
  key: KeyObject
  claimsNamespace: string
  claimsFormat: 'json' | 'stringified_json'
  issuer: string
  audience: string
}

// RFC 7518 section 3.2: a key at least as long as the hash. Hasura demands the same.
const minimumKeyBytes = { HS256: 32, HS384: 48, HS512: 64 }

// Hasura skips a check for which it has no value, and jsonwebtoken skips an empty one: both must be given.
const jwtSecretJson = z.strictObject({
  type: z.enum(['HS256', 'HS384', 'HS512'], 'type must be HS256, HS384 or HS512'),
  key: z.string('key is missing'),
  issuer: z.string('issuer is missing').trim().min(1, 'issuer is empty'),
  audience: z.string('audience must be one text').trim().min(1, 'audience is empty'),
  claims_namespace: z.string().trim().min(1).default('https://hasura.io/jwt/claims'),
  claims_format: z.enum(['json', 'stringified_json']).default('json'),
  allowed_skew: z.number().int().min(0).max(60, 'allowed_skew is over 60 seconds').optional(),
  header: z.strictObject({ type: z.literal('Authorization', 'header must be Authorization') }).optional(),
})

/**
 * The JSON that Hasura reads from `HASURA_GRAPHQL_JWT_SECRET`.
 *
 * @see https://hasura.io/docs/2.0/auth/authentication/jwt/ (hasura-jwt-config)
 */
export const jwtSecret = z.string().transform((value, context): JwtConfig => {
  const parsed = jwtSecretJson.safeParse(parseJson(value))
  const problems = parsed.success ? keyProblems(parsed.data) : parsed.error.issues.map(describe)
  for (const message of problems) context.addIssue({ code: 'custom', message })
  if (!parsed.success || problems.length > 0) return z.NEVER
  const { type, key, issuer, audience, claims_namespace, claims_format } = parsed.data
  return {
    algorithm: type,
    key: createSecretKey(Buffer.from(key, 'utf8')),
    claimsNamespace: claims_namespace,
    claimsFormat: claims_format,
    issuer,
    audience,
  }
})

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function keyProblems({ type, key }: z.output<typeof jwtSecretJson>): string[] {
  const needed = minimumKeyBytes[type]
  if (Buffer.byteLength(key, 'utf8') < needed) return [`key has less than ${needed} bytes`]
  const problem = weakness(key)
  // Hasura takes a key's text as its bytes, so that length alone is counted above.
  return problem && !problem.startsWith('has less') ? [`key ${problem}`] : []
}

function describe(issue: { path: PropertyKey[]; message: string }): string {
  if (issue.path.length === 0) return 'is not the JSON that Hasura reads'
  return issue.message
}

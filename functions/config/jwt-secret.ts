import { z } from 'zod'
import { jsonProblem, parseJson } from './json.js'
import { type JwtAlgorithm, jwtAlgorithms } from './jwt-algorithm.js'
import { publicText } from './public-text.js'
import { weakness } from './secret.js'
import { trustedAddressShape } from './url.js'

const algorithmNames = Object.keys(jwtAlgorithms) as [JwtAlgorithm, ...JwtAlgorithm[]]

// Hasura skips a check for which it has no value, and jsonwebtoken skips an empty one: both must be given.
// Hasura compares them as they stand, white space and all.
const bare = (name: string, problem: string) =>
  z
    .string(problem)
    .refine((text) => text.trim() !== '', { error: `${name} is empty`, abort: true })
    .refine((text) => text.trim() === text, `${name} has white space around it: take it away on both sides`)

const common = {
  issuer: bare('issuer', 'issuer is missing'),
  audience: bare('audience', 'audience must be one text'),
  claims_namespace: z.string().trim().min(1).default('https://hasura.io/jwt/claims'),
  claims_format: z.enum(['json', 'stringified_json']).default('json'),
  allowed_skew: z.number().int().min(0).max(60, 'allowed_skew is over 60 seconds').optional(),
  header: z.strictObject({ type: z.literal('Authorization', 'header must be Authorization') }).optional(),
}

const withKeyShape = z.strictObject({
  type: z.enum(algorithmNames, `type must be one of ${algorithmNames.join(', ')}`),
  key: z.string('key is missing'),
  ...common,
})
const withUrlShape = z.strictObject({ jwk_url: trustedAddressShape, ...common })

/** Hasura's JSON, narrowed. */
export type JwtSecret = z.output<typeof withKeyShape> | z.output<typeof withUrlShape>

/**
 * The JSON that Hasura reads from `HASURA_GRAPHQL_JWT_SECRET`, with a key or with the address of our JWKS.
 *
 * @see https://hasura.io/docs/2.0/auth/authentication/jwt/ (hasura-jwt-config)
 */
export const jwtSecretShape = z.string().transform((value, context): JwtSecret => {
  const json = parseJson(value)
  const hasUrl = isObjectWith(json, 'jwk_url')
  const parsed = hasUrl ? withUrlShape.safeParse(json) : withKeyShape.safeParse(json)
  const unclear = unclearJson(value)
  const found = parsed.success ? secretProblems(parsed.data) : parsed.error.issues.map(describe)
  const problems = unclear === undefined ? found : [unclear]
  for (const message of problems) context.addIssue({ code: 'custom', message })
  return parsed.success && problems.length === 0 ? parsed.data : z.NEVER
})

function unclearJson(value: string): string | undefined {
  const problem = jsonProblem(value)
  return parseJson(value) === undefined ? `is not the JSON that Hasura reads: it ${problem}` : problem
}

function isObjectWith(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value
}

function secretProblems(secret: JwtSecret): string[] {
  if (!('type' in secret)) return []
  const needs = jwtAlgorithms[secret.type]
  if (needs.kind !== 'secret') return []
  const known = publicText(secret.key)
  if (known !== undefined) return [`key ${known}`]
  if (Buffer.byteLength(secret.key, 'utf8') < needs.minimumBytes)
    return [`key has less than ${needs.minimumBytes} bytes`]
  const problem = weakness(secret.key)
  // Hasura takes a key's text as its bytes, so that length alone is counted above.
  return problem && !problem.startsWith('has less') ? [`key ${problem}`] : []
}

function describe(issue: { path: PropertyKey[]; message: string }): string {
  return issue.path.length === 0 ? 'is not the JSON that Hasura reads' : issue.message
}

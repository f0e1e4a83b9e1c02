import * as z from 'zod'
import { jsonProblem, parseJson, shortName } from './json.js'
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
  claims_namespace: bare('claims_namespace', 'claims_namespace must be a text').default(
    'https://hasura.io/jwt/claims',
  ),
  claims_format: z
    .enum(['json', 'stringified_json'], 'claims_format must be json or stringified_json')
    .default('json'),
  allowed_skew: z
    .int('allowed_skew must be a whole number of seconds')
    .min(0, 'allowed_skew is below 0')
    .max(60, 'allowed_skew is over 60 seconds')
    .optional(),
  header: z
    .strictObject(
      { type: z.literal('Authorization', 'header must be Authorization') },
      'header must be Authorization and nothing else',
    )
    .optional(),
}

const withKeyShape = z.strictObject({
  type: z.enum(algorithmNames, `type must be one of ${algorithmNames.join(', ')}`),
  key: z.string('key is missing'),
  ...common,
})
const jwkUrlShape = bare('jwk_url', 'jwk_url must be a text').pipe(trustedAddressShape)
const withUrlShape = z.strictObject({ jwk_url: jwkUrlShape, ...common })

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
  if (needs.kind !== 'secret') return /PRIVATE KEY/.test(secret.key) ? [privateKeyProblem] : []
  const known = publicText(secret.key)
  if (known !== undefined) return [`key ${known}`]
  if (Buffer.byteLength(secret.key, 'utf8') < needs.minimumBytes)
    return [`key has less than ${needs.minimumBytes} bytes`]
  const problem = weakness(secret.key)
  // Hasura takes a key's text as its bytes, so that length alone is counted above.
  return problem && !problem.startsWith('has less') ? [`key ${problem}`] : []
}

const privateKeyProblem =
  'key is a private key, with which Hasura could sign: give its public part on both sides, and make the pair anew'

function describe(issue: z.core.$ZodIssue): string {
  const member = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys' && member === '')
    return `has ${issue.keys.map(shortName).join(' and ')}, which the functions would not keep to: take it away on both sides`
  if (member === '') return 'is not the JSON that Hasura reads'
  return issue.message.startsWith(member.replace(/\..*/, '')) ? issue.message : `${issue.message} (${member})`
}

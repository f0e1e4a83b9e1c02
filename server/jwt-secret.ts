import { isObject, isText, type JsonObject, parseJsonObject } from './json.js'

/** Where the key is, and what token and verifier agree on. */
export interface JwtSecret {
  key: { type: string; text: string } | { url: string } | { set: JsonObject }
  issuer: string
  audience: string
  claimsNamespace: string
  claimsFormat: 'json' | 'stringified_json'
  allowedSkewSeconds: number
}

const members = [
  ...['type', 'key', 'jwk_url', 'issuer', 'audience'],
  ...['claims_namespace', 'claims_format', 'allowed_skew', 'header'],
]

/**
 * Hasura's JSON, as the functions read it too. What is not understood is refused: it could change what a token means.
 *
 * @throws TypeError naming what is wrong, never a value
 * @see https://hasura.io/docs/2.0/auth/authentication/jwt/ (hasura-jwt-config)
 */
export function readJwtSecret(text: string): JwtSecret {
  const json = parseJsonObject(text)
  if (!json) throw new TypeError('jwtSecret is not the JSON that Hasura reads')
  const unknown = Object.keys(json).find((name) => !members.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`jwtSecret has the member ${unknown}, which is not understood`)
  const { header } = json
  if (header !== undefined && !(isObject(header) && header['type'] === 'Authorization'))
    throw new TypeError('header must be Authorization')
  const { issuer, audience, claims_namespace: claimsNamespace, claims_format: claimsFormat } = json
  const agreed = readAgreed({ issuer, audience, claimsNamespace, claimsFormat })
  return { key: keyOf(json), ...agreed, allowedSkewSeconds: skewOf(json['allowed_skew']) }
}

/** @throws TypeError where something is missing: a check without a value would be no check */
export function readAgreed({ issuer, audience, ...claims }: JsonObject): Omit<JwtSecret, 'key'> {
  const { claimsNamespace = 'https://hasura.io/jwt/claims', claimsFormat = 'json' } = claims
  if (!isText(issuer) || issuer.trim() === '') throw new TypeError('issuer is missing')
  if (!isText(audience) || audience.trim() === '') throw new TypeError('audience must be one text')
  if (!isText(claimsNamespace) || claimsNamespace.trim() === '')
    throw new TypeError('claims_namespace is empty')
  // Hasura looks under it as it stands.
  if (claimsNamespace !== claimsNamespace.trim())
    throw new TypeError('claims_namespace has white space around it')
  if (claimsFormat !== 'json' && claimsFormat !== 'stringified_json')
    throw new TypeError('claims_format must be json or stringified_json')
  return { issuer, audience, claimsNamespace, claimsFormat, allowedSkewSeconds: 0 }
}

function keyOf({ type, key, jwk_url: url }: JsonObject): JwtSecret['key'] {
  if (isText(url) && type === undefined && key === undefined) return { url }
  if (isText(type) && isText(key) && url === undefined) return { type, text: key }
  throw new TypeError('jwtSecret needs type and key, or jwk_url alone')
}

function skewOf(value: unknown): number {
  if (value === undefined) return 0
  if (typeof value !== 'number' || !(value >= 0 && value <= 60))
    throw new TypeError('allowed_skew is not 0 to 60 seconds')
  return value
}

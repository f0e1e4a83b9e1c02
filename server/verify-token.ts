import { findAlgorithm } from './algorithms.js'
import { decodeBase64url } from './base64.js'
import { Doubt } from './doubt.js'
import { type JsonObject, parseJsonObject } from './json.js'
import type { FindKey, VerifyingKey } from './verifying-key.js'

/** What a token must be, besides signed. */
interface TokenRules {
  /** The header's `typ`: a token of one kind is none of another. */
  type: string
  issuer: string
  audience: string
  /** How far our clock may be behind that of the functions. */
  skewSeconds: number
  /** How long it must be good from now on. */
  spareSeconds: number
  now: Date
}

/**
 * The payload of a signed token.
 *
 * @throws Doubt for every other text
 * @see RFC 7515 section 5.2; RFC 7519 section 7.2; RFC 8725 section 3
 */
export async function verifyToken(token: string, findKey: FindKey, rules: TokenRules): Promise<JsonObject> {
  const [header = '', payload = '', signature = '', ...more] = token.split('.')
  const { alg, typ, kid, crit } = readPart(header)
  if (more.length > 0 || typ !== rules.type || crit !== undefined || !findAlgorithm(alg)) throw refused()
  const key = await findKey(kid)
  if (!key || key.algorithm !== alg || !(await isSigned(key, `${header}.${payload}`, signature)))
    throw refused()
  return checkClaims(readPart(payload), rules)
}

async function isSigned(
  { algorithm, key }: VerifyingKey,
  content: string,
  signature: string,
): Promise<boolean> {
  const params = findAlgorithm(algorithm)?.params
  const bytes = decodeBase64url(signature)
  if (!params || !bytes) return false
  return crypto.subtle.verify(params, key, bytes, new TextEncoder().encode(content))
}

function checkClaims(claims: JsonObject, rules: TokenRules): JsonObject {
  const { iss, aud, exp, iat, nbf = 0 } = claims
  const now = rules.now.getTime() / 1000
  if (iss !== rules.issuer || aud !== rules.audience) throw refused()
  if (typeof exp !== 'number' || typeof iat !== 'number' || typeof nbf !== 'number') throw refused()
  if (Math.max(iat, nbf) > now + rules.skewSeconds) throw refused()
  if (exp <= now + rules.spareSeconds) throw new Doubt('access-token-expired')
  return claims
}

function readPart(part: string): JsonObject {
  const bytes = decodeBase64url(part)
  const content = bytes && parseJsonObject(new TextDecoder().decode(bytes))
  if (!content) throw refused()
  return content
}

function refused(): Doubt {
  return new Doubt('access-token-refused')
}

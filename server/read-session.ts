import { encodeBase64url } from './base64.js'
import { Doubt } from './doubt.js'
import { isObject, isText, isTextOrNull, type JsonObject, parseJsonObject } from './json.js'
import type { ReaderConfig } from './read-options.js'
import { verifyToken } from './verify-token.js'

/** Who is signed in. */
export interface Session {
  /** `id` is GitHub's, and the key of the table `users`. */
  user: { id: string; login: string; name: string | null; email: string | null; image: string }
  /** When the session ends if it is not used, ISO 8601. */
  expires: string
  roles: string[]
  defaultRole: string
  sessionId: string
  /** For calls of GraphQL in this person's name, good for half a minute at least. Never for anybody but Hasura. */
  accessToken: string
  accessTokenExpiresAt: string
}

// No page is rendered for longer. The session route gives a new token from 120 seconds before the end on, so that whoever
// is sent there comes back with one, also where the clocks are a minute apart.
const spareSeconds = 30
const maxLength = 8_192

/**
 * Reads `<access token>~<view>`, which belong together by the hash of the first in the second.
 *
 * @throws Doubt for every other text
 */
export async function readSession(accessCookie: string, config: ReaderConfig): Promise<Session> {
  const [accessToken = '', view = '', ...more] = accessCookie.split('~')
  if (accessCookie.length > maxLength || more.length > 0) throw new Doubt('access-token-refused')
  const { issuer, audience, findKey } = config
  const rules = { issuer, skewSeconds: config.allowedSkewSeconds, spareSeconds, now: config.clock() }
  const token = await verifyToken(accessToken, findKey, { ...rules, type: 'JWT', audience })
  const viewKind = { type: 'session-view+jwt', audience: 'session-view' }
  const { ath, ...shown } = await verifyToken(view, findKey, { ...rules, ...viewKind })
  const session = { ...readClaims(token, config), ...readView(shown, token), accessToken }
  if (ath !== (await hashOf(accessToken))) throw new Doubt('access-token-refused')
  return session
}

function readClaims(token: JsonObject, { claimsNamespace, claimsFormat }: ReaderConfig) {
  const given = token[claimsNamespace]
  const claims = claimsFormat === 'json' ? given : isText(given) && parseJsonObject(given)
  if (!isObject(claims)) throw new Doubt('access-token-refused')
  const { 'x-hasura-allowed-roles': roles, 'x-hasura-default-role': defaultRole } = claims
  const sessionId = claims['x-hasura-session-id']
  if (!Array.isArray(roles) || !roles.every(isText) || !isText(defaultRole) || !isText(sessionId))
    throw new Doubt('access-token-refused')
  return { roles, defaultRole, sessionId }
}

function readView({ user, expires }: JsonObject, { sub: id, exp }: JsonObject) {
  const { login, name, email, image } = isObject(user) ? user : {}
  const isWhole = isText(id) && isText(login) && isTextOrNull(name) && isTextOrNull(email) && isText(image)
  if (!isWhole || !isText(expires)) throw new Doubt('access-token-refused')
  const accessTokenExpiresAt = new Date(Number(exp) * 1000).toISOString()
  return { user: { id, login, name, email, image }, expires, accessTokenExpiresAt }
}

async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return encodeBase64url(new Uint8Array(digest))
}

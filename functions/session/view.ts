import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Deps } from '../deps.js'
import { sameSecret } from '../seal/same-secret.js'
import { toSeconds } from '../time.js'
import { clockToleranceSeconds, signPayload } from '../token/mint.js'
import { readOwnToken, verifyOwn } from '../token/read-own.js'
import type { SessionGrant } from './grant.js'

const userShape = z.object({
  login: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  image: z.string(),
})
const viewShape = z.object({ user: userShape, expires: z.string(), ath: z.string() })

/** What a page learns about its session. */
export interface SessionView {
  user: z.output<typeof userShape> & { id: string }
  /** When the session ends if it is not used, ISO 8601. */
  expires: string
  accessToken: string
  accessTokenExpiresAt: string
  sessionId: string
  roles: string[]
  defaultRole: string
}

/** Nobody needs the whole of a longer name on a page. */
const maxNameBytes = 256
// Two cookies hold no more.
const maxSignedLength = 8192
// Says in two places that this is no access token: whoever looks at either refuses it in the place of one.
const viewKind = { type: 'session-view+jwt', audience: 'session-view' }

/** The view of a session that was just granted. */
export function viewOf({
  person,
  roles,
  accessToken,
  sessionId,
  refreshExpiresAt,
}: SessionGrant): SessionView {
  const { id, login, name, email, avatarUrl: image } = person
  return {
    user: { id, login, name: name && shorten(name, maxNameBytes), email, image },
    expires: refreshExpiresAt.toISOString(),
    accessToken: accessToken.token,
    accessTokenExpiresAt: accessToken.expiresAt.toISOString(),
    sessionId,
    roles: roles.allowedRoles,
    defaultRole: roles.defaultRole,
  }
}

/**
 * The access token, and signed beside it what it does not say: `<token>~<token of the view>`. The second names the first
 * by its hash, so that no two sessions can be put together, and is of a kind of its own.
 *
 * @see RFC 9449 section 4.2 (`ath`); RFC 8725 section 3.12
 */
export function signView({ config, now }: Pick<Deps, 'config' | 'now'>, grant: SessionGrant): string {
  const { user, expires, accessToken } = viewOf(grant)
  const { id: _, ...profile } = user
  const payload = {
    iss: config.jwt.issuer,
    aud: viewKind.audience,
    iat: toSeconds(now()) - clockToleranceSeconds,
    exp: toSeconds(grant.accessToken.expiresAt),
    ath: hashOf(accessToken),
    user: profile,
    expires,
  }
  return `${accessToken}~${signPayload(config.jwt, payload, viewKind.type)}`
}

/** Reads what {@link signView} made; undefined when it is forged, put together of two, or its access token has expired. */
export function openView(
  { config, now }: Pick<Deps, 'config' | 'now'>,
  signedView: string,
): SessionView | undefined {
  const [accessToken = '', viewToken, ...more] = signedView.split('~')
  if (signedView.length > maxSignedLength || viewToken === undefined || more.length > 0) return undefined
  const facts = readOwnToken(accessToken, config.jwt)
  const view = readView(viewToken, accessToken, config.jwt)
  if (!facts || !view || facts.expiresAt <= now()) return undefined
  const { userId, expiresAt, ...token } = facts
  const { user, expires } = view
  return {
    user: { id: userId, ...user },
    expires,
    accessToken,
    accessTokenExpiresAt: expiresAt.toISOString(),
    ...token,
  }
}

function readView(viewToken: string, accessToken: string, config: Deps['config']['jwt']) {
  try {
    const view = viewShape.parse(verifyOwn(viewToken, config, viewKind))
    return sameSecret(view.ath, hashOf(accessToken)) ? view : undefined
  } catch {
    return undefined
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Counts bytes and cuts between characters. */
function shorten(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes - 3))
  return `${text.slice(0, read)}…`
}

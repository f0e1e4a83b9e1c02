import type { Deps } from '../deps.js'
import { addSeconds } from '../time.js'
import type { RefreshTokenParts } from '../token/refresh-token.js'
import type { SessionRow } from './store.js'

export type SessionClient = 'browser' | 'graphql' | 'device'

interface NewSession {
  userId: string
  client: SessionClient
  userAgent: string | undefined
  replaces: RefreshTokenParts | undefined
  now: Date
}

/** The row of a session that is opened now. */
export function newSession(
  { config, randomBytes }: Pick<Deps, 'config' | 'randomBytes'>,
  { userId, client, userAgent, replaces, now }: NewSession,
): SessionRow {
  const expiresAt = addSeconds(now, config.sessionMaxSeconds)
  const idleEnd = addSeconds(now, config.sessionIdleSeconds)
  return {
    id: createSessionId(randomBytes),
    user_id: userId,
    generation: 1,
    client,
    user_agent: userAgent ?? null,
    created_at: now,
    rotated_at: now,
    last_used_at: now,
    idle_expires_at: idleEnd < expiresAt ? idleEnd : expiresAt,
    expires_at: expiresAt,
    replaces: replaces?.sessionId ?? null,
    replaces_generation: replaces?.generation ?? null,
  }
}

/** A random UUID, version 4 (RFC 9562 section 5.4). */
function createSessionId(randomBytes: Deps['randomBytes']): string {
  const bytes = Buffer.from(randomBytes(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

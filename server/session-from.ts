import { type CookieSource, cookieValuesOf } from './cookie-source.js'
import { Doubt, type DoubtReason } from './doubt.js'
import type { SessionReaderOptions } from './options.js'
import { type ReaderConfig, readOptions } from './read-options.js'
import { readSession, type Session } from './read-session.js'
import { readSessionCookies, type SessionCookies } from './session-cookies.js'

/** What the cookies of a request say. */
export type SessionResult =
  | ({ status: 'signed-in' } & Session)
  | { status: 'signed-out' }
  /** Only `GET /api/auth/session` can tell, with the browser's cookies; it refreshes. Until then nobody is signed in. */
  | { status: 'ask-session-route'; reason: DoubtReason }

export type SessionFrom = (source: CookieSource) => Promise<SessionResult>

/**
 * Makes what reads sessions on a server of your own: by the key of access tokens, without a call, and without `AUTH_SECRET`.
 * It needs WebCrypto and nothing of Node.
 *
 * @throws TypeError naming what is wrong with the options; a key that cannot be read rejects the first reading
 */
export function createSessionReader(options: SessionReaderOptions): SessionFrom {
  const config = readOptions(options)
  return async (source) => {
    const cookies = readSessionCookies(cookieValuesOf(source), config.cookiePrefix)
    try {
      return { status: 'signed-in', ...(await verifiedSession(cookies, config)) }
    } catch (error) {
      if (!(error instanceof Doubt)) throw error
      const canBeAsked = cookies.hasRefreshToken || error.reason === 'keys-unavailable'
      return canBeAsked ? { status: 'ask-session-route', reason: error.reason } : { status: 'signed-out' }
    }
  }
}

async function verifiedSession(cookies: SessionCookies, config: ReaderConfig): Promise<Session> {
  if (cookies.accessCookie === undefined) throw new Doubt('no-access-token')
  const session = await readSession(cookies.accessCookie, config)
  // An answer that was on its way when the person signed out brings cookies back; the session route takes them for none.
  if (session.sessionId === cookies.endedSessionId) throw new Doubt('session-ended')
  return session
}

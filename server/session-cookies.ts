import type { CookieValues } from './cookie-source.js'

/** What came, still unverified. */
export interface SessionCookies {
  /** The access token and its view. */
  accessCookie?: string
  /** Whether a refresh token came at all, readable or not. */
  hasRefreshToken: boolean
  /** The session that this browser signed out of. */
  endedSessionId?: string
}

/** Reads the cookies of one spelling: those of the other could come from anywhere. */
export function readSessionCookies(values: CookieValues, prefix: string): SessionCookies {
  // One that comes twice counts as none: nobody can tell which of them is ours.
  const read = (name: string) => {
    const [value, ...more] = values(prefix + name)
    return value && more.length === 0 ? value : undefined
  }
  const start = read('gha-access')
  const accessCookie = start && start + (read('gha-access-1') ?? '')
  const endedSessionId = read('gha-ended')
  return {
    ...(accessCookie && { accessCookie }),
    hasRefreshToken: values(`${prefix}gha-refresh`).length > 0,
    ...(endedSessionId && { endedSessionId }),
  }
}

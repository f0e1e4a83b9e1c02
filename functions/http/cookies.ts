/** A cookie that this project sets. All of them are HttpOnly, SameSite=Lax and valid for the whole origin. */
type CookieName = keyof typeof cookieLifetimes

/** Every cookie that can be set, with what it is for. */
export const cookieLifetimes = {
  /** What a started sign-in must remember until GitHub sends the browser back. */
  'gha-transaction': 'ten minutes',
  /** The refresh token of this device's session. */
  'gha-refresh': 'until the session is idle for too long',
  /** The access token with its view, so that a fresh session is read without asking anybody. */
  'gha-access': 'as long as the access token',
  /** The rest of it, where one cookie is too small. */
  'gha-access-1': 'as long as the access token',
  /** Which session was signed out here: a late answer brings its cookies back, and they count as none. */
  'gha-ended': 'an access token and a minute',
  /** The token that forms of next-auth's client bring along, with its MAC. */
  'gha-csrf': 'a day after the last form',
} as const

/**
 * The name on the wire. On https the browser itself then guards host, path and Secure.
 *
 * @see RFC 6265bis section 4.1.3.2
 */
function wireName(name: CookieName, origin: string): string {
  return origin.startsWith('https:') ? `__Host-${name}` : name
}

interface SetCookie {
  name: CookieName
  value: string
  maxAgeSeconds: number
}

/** One Set-Cookie line. Lax, because Strict is withheld on the way back from GitHub. */
export function setCookie(origin: string, { name, value, maxAgeSeconds }: SetCookie): string {
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  return `${wireName(name, origin)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The Set-Cookie line that removes a cookie, with the attributes that it was set with. */
export function clearCookie(origin: string, name: CookieName): string {
  return setCookie(origin, { name, value: '', maxAgeSeconds: 0 })
}

/** A cookie's value. One that comes twice counts as none: nobody can tell which of them is ours. */
export function readCookie(request: Request, origin: string, name: CookieName): string | undefined {
  const values = cookieValues(request, origin, name)
  return values.length === 1 && values[0] ? values[0] : undefined
}

// Nothing else is blank in a header. To a browser U+00A0 is a part of the name, so that a neighbour's host may set what
// begins with it, past the guard of `__Host-`.
const blanksAround = /^[ \t]+|(?<![ \t])[ \t]+$/g

/**
 * Every value that came under the name.
 *
 * @see RFC 6265bis section 5.6, for what a browser strips from a name
 */
export function cookieValues(request: Request, origin: string, name: CookieName): string[] {
  const prefix = `${wireName(name, origin)}=`
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.replace(blanksAround, ''))
  return pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length))
}

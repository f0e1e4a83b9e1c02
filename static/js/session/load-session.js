// @ts-check

const deadlineMs = 15_000

/**
 * @typedef {object} Session
 * @property {{ id: string, login: string, name: string | null, email: string | null, image: string | null }} user
 * @property {string} expires
 * @property {string} accessToken
 * @property {string} accessTokenExpiresAt
 * @property {string} sessionId
 * @property {string[]} roles
 * @property {string} defaultRole
 * @property {string} graphqlUrl
 * @property {number} [serverAheadMs] how far the server's clock is ahead of this browser's
 */

/**
 * The session of this browser, or `null` when nobody is signed in.
 * The access token in it stays in this page's memory: it is never stored, put into a URL or into the DOM.
 *
 * @returns {Promise<Session | null>}
 * @throws {Error} when the server cannot say
 */
export async function loadSession() {
  const response = await fetch('/api/auth/session', {
    cache: 'no-store',
    signal: AbortSignal.timeout(deadlineMs),
  })
  if (!response.ok) throw new Error(`The session answered ${response.status}`)
  const body = /** @type {unknown} */ (await response.json())
  // next-auth's clients are told "signed out" as {}, null or false, depending on their version.
  const signedIn = typeof body === 'object' && body !== null && 'user' in body
  return signedIn ? { .../** @type {Session} */ (body), serverAheadMs: serverAhead(response) } : null
}

/** @param {Response} response */
function serverAhead(response) {
  const serverTime = Date.parse(response.headers.get('date') ?? '')
  return Number.isNaN(serverTime) ? 0 : serverTime - Date.now()
}

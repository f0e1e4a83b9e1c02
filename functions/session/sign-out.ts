import { z } from 'zod'
import type { Deps } from '../deps.js'
import { readJson } from '../http/body.js'
import { requireSameOrigin } from '../http/origin.js'
import { json } from '../http/respond.js'
import { endedSessionCookies, readSessionCookies } from './cookies.js'
import { revokeSessions } from './revoke.js'

const signOutShape = z.strictObject({ everywhere: z.boolean().default(false) })
const maxBytes = 16_384

/**
 * Ends this browser's session, or with `{"everywhere": true}` all sessions of its person.
 *
 * When the database cannot be reached nothing changes, so that the person can try again.
 *
 * @throws AppError `cross-site` without proof that one of our pages asks
 */
export async function signOut(request: Request, deps: Deps): Promise<Response> {
  requireSameOrigin(request, deps.config.authUrl)
  const { everywhere } = await readJson(request, { maxBytes, shape: signOutShape })
  const { refreshToken } = readSessionCookies(request, deps.config)
  const session = refreshToken === undefined ? undefined : deps.refreshTokens.read(refreshToken)
  const revoked = session ? await revokeSessions(deps, { sessionId: session.sessionId, everywhere }) : 0
  deps.log.info('signed-out', { revoked, everywhere })
  const headers = { 'clear-site-data': '"storage"' }
  return json(
    { url: `${deps.config.authUrl}/signin` },
    { setCookies: endedSessionCookies(deps.config), headers },
  )
}

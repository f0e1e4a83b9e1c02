import { createHmac } from 'node:crypto'
import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { readCookie, setCookie } from '../http/cookies.js'
import { deriveKey } from '../seal/key-ring.js'
import { sameSecret } from '../seal/same-secret.js'

const cookieName = 'gha-csrf'
const maxAgeSeconds = 86_400
// A token and the MAC that says that we made it. That it is this browser's say `__Host-` and the origin.
const format = /^([0-9a-f]{64})\.([\w-]{43})$/

/**
 * The token that this browser's forms bring along, with the cookie that it is compared with: the one that it has, a new
 * one where it has none of ours.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html#signed-double-submit-cookie-recommended
 */
export function csrfTokenOf(
  request: Request,
  { config, randomBytes }: Pick<Deps, 'config' | 'randomBytes'>,
): { token: string; cookie: string } {
  const token = tokenOfCookie(request, config) ?? Buffer.from(randomBytes(32)).toString('hex')
  const [signing = ''] = config.authSecrets
  const value = `${token}.${macOf(token, signing)}`
  return { token, cookie: setCookie(config.authUrl, { name: cookieName, value, maxAgeSeconds }) }
}

/** Whether what a form brought is the token of this browser's cookie; if not, the log says so. */
export function fitsCsrfToken(
  request: Request,
  { config, log }: Pick<Deps, 'config' | 'log'>,
  given = '',
): boolean {
  const token = tokenOfCookie(request, config)
  const fits = token !== undefined && sameSecret(token, given)
  if (!fits) log.warn('csrf-token-refused', { cookie: token !== undefined })
  return fits
}

/** Under every secret that is accepted, so that no page notices when one is replaced. */
function tokenOfCookie(request: Request, config: Config): string | undefined {
  const [, token, mac] = format.exec(readCookie(request, config.authUrl, cookieName) ?? '') ?? []
  if (token === undefined || mac === undefined) return undefined
  return config.authSecrets.some((secret) => sameSecret(macOf(token, secret), mac)) ? token : undefined
}

function macOf(token: string, secret: string): string {
  return createHmac('sha256', deriveKey(secret, 'csrf-token')).update(token).digest('base64url')
}

import { z } from 'zod'
import type { Deps } from '../deps.js'
import { authorizeUrl } from '../github/authorize-url.js'
import { requireNavigation } from '../http/origin.js'
import { readQuery } from '../http/query.js'
import { seeOther } from '../http/respond.js'
import { canonicalStart } from './canonical-start.js'
import { challengeOf, createVerifier } from './pkce.js'
import { safeReturnTo } from './return-to.js'
import { createNonce, sealState } from './state.js'
import { transactionCookie } from './transaction.js'

const startQuery = z.object({ returnTo: z.string().optional(), canonical: z.string().optional() })

/**
 * Sends the browser to GitHub. What it must bring back is sealed in a cookie of its own.
 *
 * @throws AppError `cross-site` for anything but a navigation, `invalid-input` for a parameter given twice
 * @see RFC 9700 sections 2.1.1 and 4.7
 */
export async function startSignIn(request: Request, deps: Deps): Promise<Response> {
  requireNavigation(request)
  const query = readQuery(request, startQuery)
  const elsewhere = canonicalStart(request, query, deps.config.authUrl)
  if (elsewhere !== undefined) return seeOther(elsewhere)
  const codeVerifier = createVerifier(deps.randomBytes)
  const nonce = createNonce(deps)
  const returnTo = safeReturnTo(query.returnTo, deps.config.authUrl)
  const state = await sealState(deps, { flow: 'browser', origin: deps.config.authUrl }, nonce)
  const cookie = await transactionCookie(deps, { nonce, codeVerifier, returnTo })
  deps.log.info('sign-in-started', { flow: 'browser' })
  return seeOther(authorizeUrl(deps.github, { state, codeChallenge: challengeOf(codeVerifier) }), [cookie])
}

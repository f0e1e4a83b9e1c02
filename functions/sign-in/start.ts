import * as z from 'zod'
import type { Deps } from '../deps.js'
import { readQuery, requireNavigation } from '../http/navigation.js'
import { seeOther } from '../http/respond.js'
import { challengeOf, createVerifier } from './pkce.js'
import { returnToOfPage, safeReturnTo } from './return-to.js'
import { createNonce, sealState, type Transaction, transactionCookie } from './state.js'

/** Says that the browser has been sent here already, in case a proxy in front hides the host that it asked for. */
const mark = { canonical: '1' }

/** Where a browser that comes from installing the GitHub App begins; it comes so once. */
export const startAfterInstallation = '/api/auth/signin/github?installed=1'
/** Where one goes that asked for an installation: whoever may grant it is somebody else. */
export const afterInstallationRequest = '/api/auth/signin?status=installation-requested'

const startQueryShape = z.object({
  returnTo: z.string().optional(),
  canonical: z.string().optional(),
  installed: z.string().optional(),
})

/**
 * Sends the browser to GitHub. What it must bring back is sealed in a cookie of its own.
 *
 * @throws AppError `cross-site` for anything but a navigation, `invalid-input` for a parameter given twice
 * @see RFC 9700 sections 2.1.1 and 4.7
 */
export async function startSignIn(request: Request, deps: Deps): Promise<Response> {
  requireNavigation(request)
  const asked = readQuery(request, startQueryShape)
  const query = { ...asked, returnTo: asked.returnTo ?? returnToOfPage(request, deps.config.authUrl) }
  const elsewhere = canonicalStart(request, query, deps.config.authUrl)
  if (elsewhere !== undefined) return seeOther(elsewhere)
  const returnTo = safeReturnTo(query.returnTo, deps.config.authUrl)
  const installed = query.installed === undefined ? {} : { installed: true }
  const { url, cookie } = await beginSignIn(deps, { returnTo, ...installed })
  return seeOther(url, { setCookies: [cookie] })
}

interface SignIn extends Pick<Transaction, 'returnTo' | 'installed'> {
  /** For GitHub's page, chosen from a closed list. */
  parameters?: Readonly<Record<string, string>>
}

/**
 * Begins a sign-in of this browser, whoever asked for it in which form.
 *
 * @returns where the browser goes, and the cookie of what it must bring back
 */
export async function beginSignIn(
  deps: Deps,
  { parameters, ...page }: SignIn,
): Promise<{ url: string; cookie: string }> {
  const { authUrl } = deps.config
  const codeVerifier = createVerifier(deps.randomBytes)
  const nonce = createNonce(deps.randomBytes)
  const state = await sealState(deps, { flow: 'browser', origin: authUrl, returnTo: page.returnTo }, nonce)
  const cookie = await transactionCookie(deps, { nonce, codeVerifier, ...page })
  deps.log.info('sign-in-started', { flow: 'browser' })
  const codeChallenge = challengeOf(codeVerifier)
  return { url: await deps.github.authorizeUrl({ state, codeChallenge, parameters }), cookie }
}

/**
 * Where a sign-in that begins on another host of the same deployment must begin instead: a cookie that an alias or an
 * old deployment sets would not come along to the callback.
 *
 * @returns undefined on the canonical host, and when the browser was sent on before
 */
function canonicalStart(
  request: Request,
  query: z.output<typeof startQueryShape>,
  authUrl: string,
): string | undefined {
  const canonical = new URL('/api/auth/signin/github', authUrl)
  if (new URL(request.url).host === canonical.host || query.canonical !== undefined) return undefined
  const returnTo = safeReturnTo(query.returnTo, authUrl)
  const installed = query.installed === undefined ? {} : { installed: '1' }
  canonical.search = new URLSearchParams({ returnTo, ...mark, ...installed }).toString()
  return canonical.href
}

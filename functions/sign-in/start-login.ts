import type { Deps } from '../deps.js'
import { addSeconds } from '../time.js'
import { requireAllowedRedirect } from './allowed-redirect.js'
import { sealState, signInSeconds } from './state.js'

interface LoginStart {
  url: string
  state: string
  expiresAt: Date
}

interface LoginRequest {
  codeChallenge: string
  redirectTo: string
}

/**
 * Begins the GraphQL flow: the page sends the browser to `url`, keeps `state` to compare, and calls `login` when it
 * comes back.
 *
 * @throws AppError `invalid-input` when `redirectTo` is not on the list
 */
export async function startLogin(
  deps: Deps,
  { codeChallenge, redirectTo }: LoginRequest,
): Promise<LoginStart> {
  requireAllowedRedirect(redirectTo, deps.config)
  const state = await sealState(deps, { flow: 'graphql', redirectTo, codeChallenge })
  const expiresAt = addSeconds(deps.now(), signInSeconds)
  deps.log.info('sign-in-started', { flow: 'graphql' })
  return { url: await deps.github.authorizeUrl({ state, codeChallenge }), state, expiresAt }
}

import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { OpenedSession } from '../session/open.js'
import { admit } from './admit.js'
import { requireIssuer } from './callback.js'
import { matchesChallenge } from './pkce.js'
import { openState } from './state.js'

interface Login {
  code: string
  state: string
  codeVerifier: string
  iss?: string | null | undefined
}

/**
 * Ends the GraphQL flow: code, state and the verifier that only the beginning page knows become a session.
 *
 * @throws AppError `invalid-state` when they do not belong together; GitHub is not asked then
 * @see RFC 7636 section 4.6
 */
export async function login(
  deps: Deps,
  { code, state: sealed, codeVerifier, iss }: Login,
): Promise<OpenedSession> {
  requireIssuer(iss, deps.config)
  const state = await openState(deps, sealed)
  if (state?.flow !== 'graphql' || !matchesChallenge(codeVerifier, state.codeChallenge)) {
    throw new AppError('invalid-state', {
      reason: 'state and verifier do not belong together, or it has expired',
    })
  }
  const tokens = await deps.github.exchangeCode({ code, codeVerifier })
  return admit(deps, { tokens, client: 'graphql' })
}

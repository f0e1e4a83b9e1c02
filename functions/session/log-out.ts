import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Caller } from '../hasura/session-variables.js'
import type { RefreshTokens } from '../token/refresh-token.js'
import { type Revocation, revokeSessions } from './revoke.js'

interface LogOut {
  refreshToken?: string | null | undefined
  everywhere?: boolean | null | undefined
}

/**
 * Ends the session of the refresh token or, without one, of the access token that the caller asks with.
 *
 * @throws AppError `invalid-refresh-token` for a text that is none of ours, `invalid-input` for neither;
 *   `refresh-token-reused` for a token that is over, which ends its own session alone
 */
export async function logOut(deps: Deps, { refreshToken, everywhere }: LogOut, caller: Caller | undefined) {
  const which = refreshToken ? ofRefreshToken(deps.refreshTokens, refreshToken) : ofCaller(caller)
  const revoked = await revokeSessions(deps, { ...which, everywhere: everywhere ?? false })
  deps.log.info('signed-out', { revoked })
  return { revoked }
}

function ofRefreshToken(refreshTokens: RefreshTokens, refreshToken: string): Revocation {
  const session = refreshTokens.read(refreshToken)
  if (!session) throw new AppError('invalid-refresh-token', { reason: 'not a refresh token of ours' })
  return session
}

/** By its session, not by its user: a token whose session is over must not end those that are not (S-SESS-10). */
function ofCaller(caller: Caller | undefined): Revocation {
  if (caller) return { sessionId: caller.sessionId, caller }
  throw new AppError('invalid-input', { reason: 'neither a refresh token nor an access token' })
}

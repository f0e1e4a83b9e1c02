import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Caller } from '../hasura/session-variables.js'
import { type Revocation, revokeSessions } from '../session/revoke.js'
import { defineAction } from './action.js'

const input = z.strictObject({
  refreshToken: z.string().max(200).nullish(),
  everywhere: z.boolean().nullish(),
})

/** `mutation logout`: ends the session of the refresh token or, without one, of the access token. */
export const logout = defineAction(input, async (deps, { refreshToken, everywhere }, caller) => {
  const which = refreshToken
    ? ofRefreshToken(deps, refreshToken, everywhere ?? false)
    : ofCaller(caller, everywhere ?? false)
  const revoked = await revokeSessions(deps, which)
  deps.log.info('signed-out', { revoked })
  return { revoked }
})

function ofRefreshToken(deps: Deps, refreshToken: string, everywhere: boolean): Revocation {
  const session = deps.refreshTokens.read(refreshToken)
  if (!session) throw new AppError('invalid-refresh-token', { reason: 'not a refresh token of ours' })
  return { sessionId: session.sessionId, everywhere }
}

/** By its session, not by its user: a token whose session is over must not end those that are not (S-SESS-10). */
function ofCaller({ sessionId }: Caller, everywhere: boolean): Revocation {
  if (sessionId) return { sessionId, everywhere }
  throw new AppError('invalid-input', { reason: 'neither a refresh token nor an access token' })
}

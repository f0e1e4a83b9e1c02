import type { Deps } from '../deps.js'
import { openToken, sealTokens } from './sealed-tokens.js'
import { type Grant, saveResealed } from './store.js'

/**
 * Seals a grant anew when it was sealed with another secret than `AUTH_SECRET`, so that the other one can be retired once
 * everybody was synced. Does nothing to a grant that somebody renews or replaced meanwhile.
 *
 * @returns the version in which the grant is stored now
 */
export async function resealIfOld(
  deps: Pick<Deps, 'sealer' | 'hasura' | 'log'>,
  userId: string,
  grant: Grant,
): Promise<number> {
  const { version } = grant
  if (deps.sealer.isCurrent('github-token', grant.sealedToken)) return version
  const token = await openToken(deps.sealer, userId, grant.sealedToken)
  const refreshToken =
    grant.sealedRefreshToken && (await openToken(deps.sealer, userId, grant.sealedRefreshToken))
  if (token === undefined || refreshToken === undefined) return version
  const tokens = { token, scopes: grant.scopes, ...(refreshToken && { refreshToken }) }
  const { token: sealedToken, refresh_token } = await sealTokens(deps.sealer, userId, tokens)
  const save = { userId, version, grant: { token: sealedToken, refresh_token } }
  const { update_github_tokens: saved } = await deps.hasura.run(saveResealed, save)
  const [row] = saved.returning
  if (row) deps.log.info('github-token-resealed', { userId })
  return row?.version ?? version
}

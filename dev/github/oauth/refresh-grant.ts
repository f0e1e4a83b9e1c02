import type { GithubState } from '../github-state.js'
import { issueGrant, type TokenGrant } from './issue-grant.js'
import { type OAuthError, oauthError } from './oauth-error.js'

/** Renews a GitHub App's user token: the old pair ends, whoever presents it later is refused. */
export async function refreshGrant(
  refreshToken: string,
  state: GithubState,
): Promise<TokenGrant | OAuthError> {
  const grant = state.refreshTokens.consume(refreshToken)
  if (!grant) return oauthError('bad_refresh_token')
  state.tokens.remove(grant.token)
  return issueGrant(grant.login, [], state)
}

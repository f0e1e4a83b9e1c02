import type { GithubClient } from './client.js'
import { githubFailure, oauthFailure } from './github-failure.js'
import { type GithubTokens, parseTokens } from './tokens.js'

/**
 * Trades a GitHub App's refresh token for a new pair. It is good once: afterwards the old pair is worth nothing, and
 * losing the answer loses the grant. Never retried.
 *
 * octokit's own function throws away an answer whose headers carry no date, and the new pair with it.
 *
 * @throws AppError `grant-revoked` when GitHub takes the refresh token no more, `github-…` otherwise
 * @see https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens
 */
export async function renewTokens(
  github: GithubClient,
  refreshToken: string,
  now: Date,
): Promise<GithubTokens> {
  const { baseUrl, clientId, clientSecret } = github.client
  const answer = await github
    .request('POST /login/oauth/access_token', {
      baseUrl,
      headers: { accept: 'application/json' },
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    })
    .catch((error: unknown) => {
      throw githubFailure(error)
    })
  const failure = oauthFailure({ status: answer.status, headers: answer.headers, body: answer.data })
  if (failure) throw failure
  return parseTokens(answer.data, now)
}

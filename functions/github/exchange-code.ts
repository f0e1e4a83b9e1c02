import { exchangeWebFlowCode } from '@octokit/oauth-methods'
import type { GithubClient } from './client.js'
import { githubFailure } from './github-failure.js'
import { type GithubTokens, parseTokens } from './tokens.js'

export interface CodeExchange {
  code: string
  codeVerifier: string
}

/**
 * Trades the code for tokens. Never retried: a code is good once.
 *
 * octokit has no parameter for the PKCE verifier, so it rides on the request's defaults.
 *
 * @throws AppError `expired` for a code that GitHub does not take, `github-…` for everything that GitHub gets wrong
 * @see RFC 6749 section 4.1.3; RFC 7636 section 4.5
 */
export async function exchangeCode(
  github: GithubClient,
  exchange: CodeExchange,
  now: Date,
): Promise<GithubTokens> {
  const request = github.request.defaults({ code_verifier: exchange.codeVerifier })
  const { clientId, clientSecret } = github.client
  const redirectUrl = github.callbackUrl
  const call = {
    clientType: 'oauth-app' as const,
    clientId,
    clientSecret,
    redirectUrl,
    code: exchange.code,
    request,
  }
  const answer = await exchangeWebFlowCode(call).catch((error: unknown) => {
    throw githubFailure(error)
  })
  return parseTokens(answer.data, now)
}

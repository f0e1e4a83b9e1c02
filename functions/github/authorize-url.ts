import type { GithubClient } from './client.js'

export interface AuthorizeOptions {
  state: string
  codeChallenge: string
}

/**
 * The address at GitHub where a person approves the sign-in.
 *
 * octokit drops the PKCE parameters, so they are added to its URL. Our own state is always given: octokit's
 * default comes from `Math.random`.
 *
 * @see RFC 6749 section 4.1.1; RFC 7636 section 4.3; RFC 9700 section 2.1.1
 */
export function authorizeUrl(github: GithubClient, { state, codeChallenge }: AuthorizeOptions): string {
  const scopes = github.client.clientType === 'oauth-app' ? [...github.client.scopes] : []
  const url = new URL(github.app.getWebFlowAuthorizationUrl({ state, scopes }).url)
  url.searchParams.set('code_challenge', codeChallenge)
  url.searchParams.set('code_challenge_method', 'S256')
  return url.href
}

import type { GithubClient } from './client.js'

export interface AuthorizeOptions {
  state: string
  codeChallenge: string
  /** What else GitHub's page is told; it replaces nothing of ours. */
  parameters?: Readonly<Record<string, string>> | undefined
}

/**
 * The address at GitHub where a person approves the sign-in.
 *
 * octokit drops the PKCE parameters, so they are added to its URL. Our own state is always given: octokit's
 * default comes from `Math.random`.
 *
 * @see RFC 6749 section 4.1.1; RFC 7636 section 4.3; RFC 9700 section 2.1.1
 */
export function authorizeUrl(
  github: GithubClient,
  { state, codeChallenge, parameters = {} }: AuthorizeOptions,
): string {
  const scopes = github.client.clientType === 'oauth-app' ? [...github.client.scopes] : []
  const url = new URL(github.app.getWebFlowAuthorizationUrl({ state, scopes }).url)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  url.searchParams.set('code_challenge', codeChallenge)
  url.searchParams.set('code_challenge_method', 'S256')
  return url.href
}

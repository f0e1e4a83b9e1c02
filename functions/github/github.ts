import { Octokit } from '@octokit/core'
import { OAuthApp } from '@octokit/oauth-app'
import { request } from '@octokit/request'
import type { Config } from '../config/config.js'
import { boundedFetch } from '../http/outbound-fetch.js'

export type GithubRequest = typeof request

/** How the other files of this room reach GitHub. */
export interface Github {
  app: OAuthApp
  request: GithubRequest
  client: Config['github']
  callbackUrl: string
}

export const githubDeadlineMs = 5_000
const maxAnswerBytes = 1_000_000
const apiVersion = '2022-11-28'

/** Prepares GitHub's addresses, headers, deadline and size limit; no call is made. */
export function createGithub(
  config: Config,
  fetch: typeof globalThis.fetch,
  deadlineMs = githubDeadlineMs,
): Github {
  const baseUrl = apiUrl(config.github.baseUrl)
  const bounded = { fetch: boundedFetch(fetch, { deadlineMs, maxBytes: maxAnswerBytes }) }
  const headers = { 'user-agent': 'hasura-github-auth', 'x-github-api-version': apiVersion }
  const callbackUrl = `${config.canonicalUrl}/api/auth/callback/github`
  const { clientId, clientSecret } = config.github
  const app = new OAuthApp({
    // For octokit's types the two kinds differ in options that we give with each call.
    clientType: 'oauth-app',
    clientId,
    clientSecret,
    redirectUrl: callbackUrl,
    Octokit: Octokit.defaults({ baseUrl, log: silent, request: bounded }),
  })
  const github = request.defaults({ baseUrl, headers, request: { ...bounded, log: silent } })
  return { app, request: github, client: config.github, callbackUrl }
}

/** github.com has its API on a host of its own, GitHub Enterprise Server below a path. */
function apiUrl(baseUrl: string): string {
  return baseUrl === 'https://github.com' ? 'https://api.github.com' : `${baseUrl}/api/v3`
}

// octokit reports deprecations with the request's URL, which may hold an id; our log decides what is written.
const silent = { debug() {}, info() {}, warn() {}, error() {} }

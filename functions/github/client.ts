import { Octokit } from '@octokit/core'
import { OAuthApp } from '@octokit/oauth-app'
import { request } from '@octokit/request'
import type { Config } from '../config/config.js'

type GithubRequest = typeof request

/** How the other files of this room reach GitHub. */
export interface GithubClient {
  app: OAuthApp
  request: GithubRequest
  client: Config['github']
  callbackUrl: string
}

const apiVersion = '2022-11-28'

/** Prepares GitHub's addresses and headers; no call is made. */
export function createGithubClient(config: Config, fetch: typeof globalThis.fetch): GithubClient {
  const baseUrl = apiUrl(config.github.baseUrl)
  const headers = { 'user-agent': 'hasura-github-auth', 'x-github-api-version': apiVersion }
  const callbackUrl = `${config.canonicalUrl}/api/auth/callback/github`
  const { clientId, clientSecret } = config.github
  const app = new OAuthApp({
    // For octokit's types the two kinds differ in options that we give with each call.
    clientType: 'oauth-app',
    clientId,
    clientSecret,
    redirectUrl: callbackUrl,
    Octokit: Octokit.defaults({ baseUrl, log: silent, request: { fetch } }),
  })
  const github = request.defaults({ baseUrl, headers, request: { fetch, log: silent } })
  return { app, request: github, client: config.github, callbackUrl }
}

/** github.com has its API on a host of its own, GitHub Enterprise Server below a path. */
function apiUrl(baseUrl: string): string {
  return baseUrl === 'https://github.com' ? 'https://api.github.com' : `${baseUrl}/api/v3`
}

// octokit reports deprecations with the request's URL, which may hold an id; our log decides what is written.
const silent = { debug() {}, info() {}, warn() {}, error() {} }

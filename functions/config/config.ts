import type { CiLogin } from './ci-login.js'
import type { CustomClaims } from './custom-claims.js'
import type { JwtConfig } from './jwt-config.js'
import type { RoleRule } from './role-map.js'

/** The configuration as the rest of the code reads it: parsed, in one unit each, frozen. */
export interface Config {
  /** The public origin, without trailing slash. */
  authUrl: string
  /** The origin whose callback is registered at GitHub: our own, unless this is a preview deployment. */
  canonicalUrl: string
  /** Origins of preview deployments that may sign in through our callback; `*` stands for a part of a name. */
  previewOrigins: readonly string[]
  /** Sealing and refresh-token secrets; the first one is used, all are accepted. */
  authSecrets: readonly string[]
  /** The ids of secrets that were given up: what they made is good no more. */
  retiredKeyIds: readonly string[]
  github: {
    clientId: string
    clientSecret: string
    clientType: 'oauth-app' | 'github-app'
    /** Where people are; the API's address follows from it. */
    baseUrl: string
    scopes: readonly string[]
    /** Lower-case logins; whoever signs in must belong to one of them. Empty: anybody. */
    allowedOrgs: readonly string[]
    roleMap: readonly RoleRule[]
  }
  hasuraEndpoint: string
  /** The role that Hasura gives to callers without a token. */
  unauthorizedRole: string
  jwt: JwtConfig
  actionSecrets: readonly string[]
  eventSecrets: readonly string[]
  /** Secrets of GitHub's own webhook; none turns it off. */
  githubWebhookSecrets: readonly string[]
  /** Exact origins or URLs to which the GraphQL flow may return, besides our own origin. */
  allowedRedirects: readonly string[]
  accessTokenSeconds: number
  sessionIdleSeconds: number
  sessionMaxSeconds: number
  signUp: 'open' | 'closed'
  /** The version of next-auth's client that asks who is signed in. */
  nextAuthClient: 'v4' | 'v5'
  customClaims: CustomClaims | undefined
  ciLogin: CiLogin | undefined
  /** Every secret value, for the log to leave out. */
  secrets: readonly string[]
  /** What works, but should not stay as it is, for the log. */
  warnings: readonly string[]
}

import type { Config } from '../config/config.js'
import type { AuthorizeOptions } from './authorize-url.js'
import type { DeviceCode } from './device-code.js'
import type { CodeExchange } from './exchange-code.js'
import type { GithubProfile } from './profile.js'
import type { CachedReading, Reading } from './read-resource.js'
import type { GithubTokens } from './tokens.js'

/** Reads something of a token's person; conditionally, where it was read before. */
export type Read<Data> = (token: string, before?: CachedReading<Data>) => Promise<Reading<Data>>

/**
 * Everything that is ever asked of GitHub. Nothing is retried.
 *
 * @throws AppError `github-…` from every question, when GitHub is silent, limits us or answers oddly
 */
export interface Github {
  /** The address where a person approves the sign-in. Asks nobody. */
  authorizeUrl(options: AuthorizeOptions): Promise<string>
  /** @throws AppError `expired` for a code that GitHub does not take */
  exchangeCode(exchange: CodeExchange): Promise<GithubTokens>
  /** @throws AppError `grant-revoked` when GitHub takes the refresh token no more */
  renewTokens(refreshToken: string): Promise<GithubTokens>
  /** @throws AppError `misconfigured` when device flow is off in the app's settings */
  requestDeviceCode(): Promise<DeviceCode>
  /** @throws AppError `authorization-pending`, `slow-down`, `expired`, `access-denied` */
  redeemDeviceCode(deviceCode: string): Promise<GithubTokens>
  /** Who a token belongs to. All readings throw `grant-revoked` for a token that is worth nothing any more. */
  readProfile: Read<GithubProfile>
  /** The primary address, if GitHub verified it. */
  readEmail: Read<string | null>
  /** @throws AppError `organisation-required` when GitHub does not show memberships */
  readOrganisations: Read<string[]>
  /** @throws AppError `organisation-required` when GitHub does not show memberships */
  readTeams: Read<string[]>
}

export interface GithubWorld {
  fetch: typeof globalThis.fetch
  now: () => Date
}

/** octokit is loaded by the first question: most requests ask GitHub nothing, and their function starts without it. */
export function createGithub(config: Config, world: GithubWorld): Github {
  let opened: Promise<Github> | undefined
  const open = () => {
    opened ??= import('./open-github.js').then(({ openGithub }) => openGithub(config, world))
    return opened
  }
  return {
    authorizeUrl: async (options) => (await open()).authorizeUrl(options),
    exchangeCode: async (exchange) => (await open()).exchangeCode(exchange),
    renewTokens: async (refreshToken) => (await open()).renewTokens(refreshToken),
    requestDeviceCode: async () => (await open()).requestDeviceCode(),
    redeemDeviceCode: async (deviceCode) => (await open()).redeemDeviceCode(deviceCode),
    readProfile: async (token, before) => (await open()).readProfile(token, before),
    readEmail: async (token, before) => (await open()).readEmail(token, before),
    readOrganisations: async (token, before) => (await open()).readOrganisations(token, before),
    readTeams: async (token, before) => (await open()).readTeams(token, before),
  }
}

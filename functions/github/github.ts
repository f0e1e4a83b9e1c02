import type { Config } from '../config/config.js'
import { type AuthorizeOptions, authorizeUrl } from './authorize-url.js'
import { createGithubClient } from './client.js'
import { type DeviceCode, redeemDeviceCode, requestDeviceCode } from './device-code.js'
import { type CodeExchange, exchangeCode } from './exchange-code.js'
import { organisations, teams } from './memberships.js'
import { type GithubProfile, profile } from './profile.js'
import { type CachedReading, type Reading, type Resource, readResource } from './read-resource.js'
import { renewTokens } from './renew-tokens.js'
import type { GithubTokens } from './tokens.js'
import { verifiedEmail } from './verified-email.js'

/** Reads something of a token's person; conditionally, where it was read before. */
type Read<Data> = (token: string, before?: CachedReading<Data>) => Promise<Reading<Data>>

/**
 * Everything that is ever asked of GitHub. Nothing is retried.
 *
 * @throws AppError `github-…` from every question, when GitHub is silent, limits us or answers oddly
 */
export interface Github {
  /** The address where a person approves the sign-in. Asks nobody. */
  authorizeUrl(options: AuthorizeOptions): string
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

interface GithubWorld {
  fetch: typeof globalThis.fetch
  now: () => Date
}

export function createGithub(config: Config, { fetch, now }: GithubWorld): Github {
  const client = createGithubClient(config, fetch)
  const reading =
    <Item, Data>(resource: Resource<Item, Data>): Read<Data> =>
    (token, before) =>
      readResource(client, token, resource, before)
  return {
    authorizeUrl: (options) => authorizeUrl(client, options),
    exchangeCode: (exchange) => exchangeCode(client, exchange, now()),
    renewTokens: (refreshToken) => renewTokens(client, refreshToken, now()),
    requestDeviceCode: () => requestDeviceCode(client),
    redeemDeviceCode: (deviceCode) => redeemDeviceCode(client, deviceCode, now()),
    readProfile: reading(profile),
    readEmail: reading(verifiedEmail),
    readOrganisations: reading(organisations),
    readTeams: reading(teams),
  }
}

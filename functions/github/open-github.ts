import type { Config } from '../config/config.js'
import { authorizeUrl } from './authorize-url.js'
import { createGithubClient } from './client.js'
import { redeemDeviceCode, requestDeviceCode } from './device-code.js'
import { exchangeCode } from './exchange-code.js'
import type { Github, GithubWorld, Read } from './github.js'
import { organisations, teams } from './memberships.js'
import { profile } from './profile.js'
import { type Resource, readResource } from './read-resource.js'
import { renewTokens } from './renew-tokens.js'
import { verifiedEmail } from './verified-email.js'

/** Everything that is asked of GitHub, through octokit. `createGithub` loads it when somebody asks. */
export function openGithub(config: Config, { fetch, now }: GithubWorld): Github {
  const client = createGithubClient(config, fetch)
  const reading =
    <Item, Data>(resource: Resource<Item, Data>): Read<Data> =>
    (token, before) =>
      readResource(client, token, resource, before)
  return {
    authorizeUrl: async (options) => authorizeUrl(client, options),
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

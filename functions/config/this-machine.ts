import type { Values } from './normalise.js'
import { parseUrl } from './url.js'

const addresses = ['AUTH_URL', 'AUTH_CANONICAL_URL', 'GITHUB_BASE_URL', 'HASURA_GRAPHQL_ENDPOINT']
const lists = ['ALLOWED_REDIRECTS', 'PREVIEW_ORIGINS']
// 127.0.0.0/8, the address of no host, and both inside of IPv6 (RFC 6890); names below localhost (RFC 6761).
const thisMachine = /^(127\..*|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f[\da-f]{2}:[\da-f]+|0:0)\]|(.*\.)?localhost)$/

/** Names addresses at which nobody reaches anything in production. */
export function loopbackInProduction(values: Values): string[] {
  return addresses
    .filter((name) => leadsHere(name, values))
    .map(
      (name) => `${name} leads to this machine, which nobody reaches in production: give its public address`,
    )
}

/** Names lists with the machine of whoever signs in. A program there may want that, and a forgotten test address not. */
export function loopbackListed(values: Values): string[] {
  return lists
    .filter((name) => leadsHere(name, values))
    .map(
      (name) =>
        `${name} lists an address of the machine of whoever signs in: any program there gets the code`,
    )
}

function leadsHere(name: string, values: Values): boolean {
  if (values['VERCEL_ENV'] !== 'production') return false
  const urls = (values[name] ?? '').split(/[\s,]+/).map((text) => parseUrl(text))
  return urls.some((url) => url !== undefined && thisMachine.test(url.hostname))
}

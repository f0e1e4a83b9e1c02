import type { RegisteredApp } from '../github-state.js'

const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Resolves the redirect_uri of a request by GitHub's rules. For OAuth Apps: the registered host or a subdomain of it,
 * the registered port (any port on a loopback address), and the registered path or one below it. For GitHub Apps:
 * exactly a registered URL.
 *
 * @returns the registered URL when none was asked for, undefined when the asked one is not allowed
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#redirect-urls
 */
export function resolveRedirectUri(
  asked: string | undefined,
  { clientType, callbackUrls: registered }: Pick<RegisteredApp, 'clientType' | 'callbackUrls'>,
): string | undefined {
  if (asked === undefined || asked === '') return registered[0]
  if (clientType === 'github-app') return registered.includes(asked) ? asked : undefined
  if (!URL.canParse(asked)) return undefined
  return registered.some((callback) => isBelow(new URL(asked), new URL(callback))) ? asked : undefined
}

function isBelow(asked: URL, callback: URL): boolean {
  if (asked.protocol !== callback.protocol || asked.username !== '' || asked.password !== '') return false
  if (!isSameHost(asked, callback)) return false
  const path = callback.pathname.replace(/\/$/, '')
  return asked.pathname === callback.pathname || asked.pathname.startsWith(`${path}/`)
}

function isSameHost(asked: URL, callback: URL): boolean {
  if (loopbackHosts.has(callback.hostname)) return asked.hostname === callback.hostname
  const isSubdomain = asked.hostname.endsWith(`.${callback.hostname}`)
  return asked.port === callback.port && (asked.hostname === callback.hostname || isSubdomain)
}

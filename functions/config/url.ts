import { z } from 'zod'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Parses a URL, or gives undefined where `new URL` would throw. */
export function parseUrl(value: string, base?: string): URL | undefined {
  return URL.canParse(value, base) ? new URL(value, base) : undefined
}

/** Whether a URL points at this very machine, where http is as private as https. */
export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname)
}

/** An absolute URL that may carry secrets: https, or http on loopback; no credentials, query or fragment. */
const trustedUrlShape = z.string().transform((value, context) => {
  const url = parseUrl(value.trim())
  const problem = url ? urlProblem(url) : 'is not an absolute URL'
  if (url && !problem) return url
  context.addIssue({ code: 'custom', message: problem ?? 'is not an absolute URL' })
  return z.NEVER
})

function urlProblem(url: URL): string | undefined {
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
  if (!secure) return 'must be https (http only on loopback)'
  if (url.username || url.password) return 'must not contain credentials'
  if (url.search || url.hash) return 'must not have a query or fragment'
  return undefined
}

/** A trusted URL without trailing slash. */
export const trustedAddressShape = trustedUrlShape.transform((url) => url.href.replace(/\/+$/, ''))

/** A trusted URL that is only scheme, host and port. */
export const trustedOriginShape = trustedUrlShape.transform((url, context) => {
  if (url.pathname === '/') return url.origin
  context.addIssue({ code: 'custom', message: 'must not have a path' })
  return z.NEVER
})

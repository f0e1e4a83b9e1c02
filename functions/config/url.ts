import * as z from 'zod'
import { hostProblem } from './host-problem.js'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Parses a URL, or gives undefined where `new URL` would throw. */
export function parseUrl(value: string, base?: string): URL | undefined {
  // URL.canParse() of Node 20 refuses letters like ü once it was called often enough to be compiled.
  try {
    return new URL(value, base)
  } catch {
    return undefined
  }
}

/** Whether a URL points at this very machine, where http is as private as https. */
export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname)
}

/** A reason as a hint for the caller, where only developers call. */
export function hintOnLoopback(authUrl: string, reason: string): string | undefined {
  return isLoopback(new URL(authUrl)) ? reason : undefined
}

/**
 * Whether a URL is at an origin and of its scheme: `blob:https://app.example/x` has the origin of what is inside it, but
 * leads somewhere else.
 */
export function isAt(url: URL, origin: string): boolean {
  return url.origin === origin && url.protocol === new URL(origin).protocol
}

/** Whether a path leads to functions and not to a page, however it is written. */
export function isApiPath(pathname: string): boolean {
  return /^\/*api(\/|$)/i.test(decoded(pathname).replaceAll('\\', '/'))
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}

// What an authorization answer consists of (RFC 6749 section 4.1.2, RFC 9207).
const answerParameters = ['code', 'state', 'error', 'iss']

/** Whether an address brings along what only the answer to a sign-in may add to it. */
export function hasAnswer({ searchParams }: URL): boolean {
  return answerParameters.some((name) => searchParams.has(name))
}

/** An absolute URL that may carry secrets: https, or http on loopback; no credentials, query or fragment. */
export const trustedUrlShape = z.string().transform((value, context) => {
  const url = parseUrl(value.trim())
  const problem = url ? (urlProblem(url) ?? hostProblem(url, value)) : 'is not an absolute URL'
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

import { isSessionVariable } from '../auth/session-variables.js'
import type { HeaderMap } from '../webhook/headers.js'

/** What says something about the client's own connection or message, not about the client. */
const IGNORED_BY_DEFAULT = [
  'content-length',
  'content-md5',
  'user-agent',
  'host',
  'origin',
  'referer',
  'accept',
  'accept-encoding',
  'accept-language',
  'accept-datetime',
  'cache-control',
  'connection',
  'dnt',
  'content-type',
]

/** Belong to one connection by the rules of HTTP; sending them on would break the call. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const FORWARDED_AS: Record<string, string> = {
  host: 'x-forwarded-host',
  'user-agent': 'x-forwarded-user-agent',
  origin: 'x-forwarded-origin',
}

/** The client's headers that an action with `forward_client_headers` gets. */
export function forwardedHeaders(
  clientHeaders: Headers,
  ignored: readonly string[] = IGNORED_BY_DEFAULT,
): HeaderMap {
  const left = new Set(ignored.map((name) => name.toLowerCase()))
  const forwarded: HeaderMap = new Map()
  for (const [name, value] of clientHeaders) {
    const replacement = FORWARDED_AS[name]
    if (replacement !== undefined) forwarded.set(replacement, value)
    if (!left.has(name) && !isSessionVariable(name) && !HOP_BY_HOP.has(name)) forwarded.set(name, value)
  }
  return forwarded
}

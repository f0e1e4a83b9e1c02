import type { HeaderMap } from './headers.js'

/** What says something about the client's own connection or message, not about the client. */
const IGNORED_BY_DEFAULT = (
  'content-length content-md5 user-agent host origin referer accept accept-encoding accept-language ' +
  'accept-datetime cache-control connection dnt content-type'
).split(' ')

/** Belong to one connection by the rules of HTTP; sending them on would break the call. */
const HOP_BY_HOP = new Set(
  'connection content-length expect host keep-alive te trailer transfer-encoding upgrade'.split(' '),
)

/** Those of a client's headers that a webhook may get. */
export function sendableHeaders(
  clientHeaders: Headers,
  ignored: readonly string[] = IGNORED_BY_DEFAULT,
): HeaderMap {
  const left = new Set(ignored.map((name) => name.toLowerCase()))
  return new Map([...clientHeaders].filter(([name]) => !left.has(name) && !HOP_BY_HOP.has(name)))
}

/** What a `Cache-Control` says, in milliseconds; `s-maxage` goes first, as in Hasura. */
export function maxAgeMs(cacheControl: string): number | undefined {
  const directives = cacheControl.toLowerCase()
  const seconds = /\bs-maxage=(\d+)/.exec(directives)?.[1] ?? /\bmax-age=(\d+)/.exec(directives)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

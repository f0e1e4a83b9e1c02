// What a URL parser makes of a host: names of other scripts are Punycode by then, and numbers are addresses.
const name = /^[a-z\d-]+(\.[a-z\d-]+)*$/
const ipv6 = /^\[[\da-f:]+\]$/
const nothing = /(^|\.)undefined(\.|$)|^null$/
// No URL holds these (RFC 3986 section 2). A name of a value that nothing filled in has some of them.
const strange = /["`<>{}|\\^]|\$[({A-Z]/

/** Why the host of a URL is none; undefined when it may be one. A URL parser takes nearly every text for a host. */
export function hostProblem(url: URL, text: string): string | undefined {
  const isHost = name.test(url.hostname) || ipv6.test(url.hostname)
  if (isHost && !nothing.test(url.hostname) && !strange.test(text)) return undefined
  return 'has something in it that no address has: write one address out, without quotes, lists or names of variables'
}

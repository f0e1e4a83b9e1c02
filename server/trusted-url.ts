const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/**
 * An address that was configured: https, or http on this machine.
 *
 * @throws TypeError for every other one
 */
export function trustedUrl(name: string, value: unknown): URL {
  const url = typeof value === 'string' ? parseUrl(value) : undefined
  const isLoopback = url?.protocol === 'http:' && loopbackHosts.includes(url.hostname)
  if (!url || !(url.protocol === 'https:' || isLoopback))
    throw new TypeError(`${name} must be an https address (http only on loopback)`)
  return url
}

/** URL.canParse() of Node 20 refuses letters like ü once it was called often enough to be compiled. */
function parseUrl(value: string): URL | undefined {
  try {
    return new URL(value)
  } catch {
    return undefined
  }
}

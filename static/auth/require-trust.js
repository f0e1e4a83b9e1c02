// @ts-check

/**
 * Lets the access token go to this page's origin and to those of the list: whoever has it acts for the person.
 *
 * @param {string} url
 * @param {readonly (string | undefined)[]} trusted addresses
 * @throws TypeError for any other
 */
export function requireTrust(url, trusted) {
  const here = globalThis.location?.href
  const origins = [here, ...trusted].map((address) => address && new URL(address, here).origin)
  const { origin } = new URL(url)
  if (!origins.includes(origin)) throw new TypeError(`trustedOrigins lacks ${origin}`)
}

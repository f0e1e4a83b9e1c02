// @ts-check

/**
 * A path of this site out of something a link carried; anything that would leave the site gives `/`.
 * The result is re-emitted from the parsed address, so that what was checked is what is used.
 *
 * @param {string | null} value a path, or an address of this origin as next-auth's client sends it
 * @param {string} origin
 */
export function sameOriginPath(value, origin) {
  if (!value || !URL.canParse(value, origin)) return '/'
  const target = new URL(value, origin)
  if (target.origin !== origin) return '/'
  // "/.//evil" is parsed into the path "//evil", which would be another host when it is used again.
  const path = target.pathname.replace(/^\/+/, '/')
  return path === '/signin' || path.startsWith('/api/') ? '/' : `${path}${target.search}${target.hash}`
}

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
  // "blob:https://app.example/x" has our origin and another scheme.
  if (target.origin !== origin || target.protocol !== new URL(origin).protocol) return '/'
  // What looks like GitHub's answer would be taken for one.
  if (['code', 'state', 'error', 'iss'].some((name) => target.searchParams.has(name))) return '/'
  // "/.//evil" is parsed into the path "//evil", which would be another host when it is used again.
  const path = target.pathname.replace(/^\/+/, '/')
  return path === '/signin' || isApiPath(path) ? '/' : `${path}${target.search}${target.hash}`
}

/**
 * Whether a path leads to a function and not to a page, however it is written.
 *
 * @param {string} path
 */
function isApiPath(path) {
  try {
    return /^\/*api(\/|$)/i.test(decodeURIComponent(path).replaceAll('\\', '/'))
  } catch {
    return /^\/*api(\/|$)/i.test(path)
  }
}

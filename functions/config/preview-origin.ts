import * as z from 'zod'
import { hostProblem } from './host-problem.js'
import { isLoopback, parseUrl } from './url.js'

const starred = /^https:\/\/(?=[^./]*[a-z\d])[a-z\d-]*\*[a-z\d-]*(\.[a-z\d-]+){2,}$/

/**
 * The origin of a preview deployment, where one `*` stands for what Vercel makes up: `https://app-*-acme.vercel.app`.
 * A name of its own must stand beside the star: `https://*.vercel.app` would let every project of Vercel in.
 */
export const previewOriginShape = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/\/$/, '')
      .replace(/^(https:.*):443$/, '$1'),
  )
  .refine(
    (text) => starred.test(text) || isExactOrigin(text),
    'must be an https origin, with one * beside a name',
  )

function isExactOrigin(text: string): boolean {
  const url = parseUrl(text)
  if (!url || text.includes('*') || url.origin !== text || hostProblem(url, text)) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}

/** Whether an origin is on the list. The star stands for letters, digits and hyphens, never for a dot. */
export function isPreviewOrigin(origin: string, list: readonly string[]): boolean {
  return list.some((entry) => {
    const [before = '', after] = entry.split('*')
    if (after === undefined) return origin === entry
    const middle = origin.slice(before.length, origin.length - after.length)
    const fits = origin.startsWith(before) && origin.endsWith(after) && origin.length > entry.length - 1
    return fits && /^[a-z\d-]+$/.test(middle)
  })
}

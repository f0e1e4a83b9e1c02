import * as z from 'zod'
import { trustedUrlShape } from './url.js'

/**
 * An entry of `ALLOWED_REDIRECTS`: an origin, or a whole URL, which is kept to the last slash. Nothing in it stands for
 * something else.
 */
export const redirectEntryShape = z
  .string()
  .refine((text) => !/[*;]/.test(text), {
    error: 'has an entry with * or ; in it: list each origin or whole URL, with spaces or commas between',
    abort: true,
  })
  .pipe(trustedUrlShape)
  .transform((url) => (url.pathname === '/' ? url.origin : url.href))

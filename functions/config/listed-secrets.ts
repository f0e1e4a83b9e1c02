import * as z from 'zod'
import { strongSecretShape, weakness } from './secret.js'

/** Whether a list can hold a secret: it is no piece of a list that is written in another way. */
export function fitsList(secret: string): boolean {
  return !/[\s,]|^[["'`]|["'`\]]$/.test(secret) && !isPair(secret.split(';'))
}

function isPair(parts: string[]): boolean {
  return parts.length > 1 && parts.every((part) => part === '' || weakness(part) === undefined)
}

/** Secrets that were separated by commas or spaces. */
export const listedSecretsShape = z
  .array(z.string())
  .refine(
    (secrets) => secrets.every(fitsList),
    'must have commas or spaces between its secrets: no brackets, quotes or semicolons (AUTH_SECRET_PREVIOUS takes one that has them)',
  )
  .pipe(z.array(strongSecretShape))

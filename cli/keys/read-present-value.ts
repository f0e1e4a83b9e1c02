import { strongSecretShape } from '../../functions/config/secret.js'

/**
 * The present value of a secret as the functions use it, which then stands in `_PREVIOUS`.
 *
 * @throws Error when the functions would not take it there, so that no printed step fails
 */
export function readPresentValue(name: string, current: string | undefined): string {
  if (current === undefined) throw new Error(`${name} is not set: give a file with --from, or set it.`)
  const parsed = strongSecretShape.safeParse(current.trim())
  if (parsed.success) return parsed.data
  throw new Error(`${name} ${parsed.error.issues[0]?.message}: no deployment works with it, so make it anew.`)
}

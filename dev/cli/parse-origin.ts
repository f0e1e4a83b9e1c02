import { InvalidArgumentError } from 'commander'
import { trustedOriginShape } from '../../functions/config/url.js'

/** The origin that an option names, as the functions take it. */
export function parseOrigin(text: string): string {
  const parsed = trustedOriginShape.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`)
  return parsed.data
}

import { keyIdOf } from './key-ring.js'
import { type Purpose, sealingKeyOf } from './sealing-key.js'

/** The secrets that a deployment knows, as in its configuration. */
interface KnownSecrets {
  /** The first one signs. */
  authSecrets: readonly string[]
  retiredKeyIds: readonly string[]
}

/** What a deployment does with what a key made; `unknown` is another deployment's, or nobody's. */
export type KeyStanding = 'signs' | 'accepted' | 'retired' | 'unknown'

/**
 * How a deployment stands to the key that sealed something, by the id that it names.
 *
 * What version 0.1.0 sealed is `accepted` under any secret that is known: it has to be sealed anew, too.
 */
export function keyStanding(
  { authSecrets, retiredKeyIds }: KnownSecrets,
  purpose: Purpose,
  id: string,
): KeyStanding {
  const ids = authSecrets.map(keyIdOf)
  if (id === ids[0]) return 'signs'
  const formerIds = authSecrets.map((secret) => sealingKeyOf(secret, purpose).formerId)
  if ([...ids, ...formerIds].includes(id)) return 'accepted'
  return retiredKeyIds.includes(id) ? 'retired' : 'unknown'
}

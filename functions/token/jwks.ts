import { createPublicKey } from 'node:crypto'
import type { Config } from '../config/config.js'
import { json } from '../http/respond.js'

/** How long a verifier may go on with the set that it has; a new key signs only after that (see `npm run keys`). */
export const jwksMaxAgeSeconds = 300

/**
 * Publishes the public parts of our keys. Hasura never asks a second time without `Cache-Control: max-age`.
 *
 * @see RFC 7517 section 5
 */
export async function publishJwks(_request: Request, { config }: { config: Config }): Promise<Response> {
  const { publishedKeys, signingKey } = config.jwt
  const keys = publishedKeys.map(({ key, kid, algorithm }) => ({
    ...createPublicKey(key).export({ format: 'jwk' }),
    kid,
    alg: kid === signingKey.kid ? signingKey.algorithm : algorithm,
    use: 'sig',
  }))
  const headers = {
    'cache-control': `public, max-age=${jwksMaxAgeSeconds}`,
    'access-control-allow-origin': '*',
  }
  return json({ keys }, { headers })
}

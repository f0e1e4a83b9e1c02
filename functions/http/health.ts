import type { Config } from '../config/config.js'
import { keyIdOf } from '../seal/key-ring.js'
import { json } from './respond.js'

/**
 * Says that the configuration is usable, where the GraphQL API is, and by their public ids which secrets sign and are
 * accepted, so that a rotation can wait for every deployment. Asks nobody.
 */
export async function health(_request: Request, { config }: { config: Config }): Promise<Response> {
  const [signs, ...others] = config.authSecrets.map(keyIdOf)
  const keys = { signs, accepts: [signs, ...others], retired: config.retiredKeyIds }
  return json({ status: 'ok', graphqlUrl: config.hasuraEndpoint, keys })
}

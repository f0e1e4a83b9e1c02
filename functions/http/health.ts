import type { Config } from '../config/config.js'
import { json } from './respond.js'

/** Says that the configuration is usable, and where the GraphQL API is. Asks nobody. */
export async function health(_request: Request, { config }: { config: Config }): Promise<Response> {
  return json({ status: 'ok', graphqlUrl: config.hasuraEndpoint })
}

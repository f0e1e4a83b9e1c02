import type { Deps } from '../deps.js'
import { json } from './respond.js'

/** Says that the configuration is usable, and where the GraphQL API is. Asks nobody. */
export async function health(_request: Request, deps: Deps): Promise<Response> {
  return json({ status: 'ok', graphqlUrl: deps.config.hasuraEndpoint })
}

import type { Deps } from '../deps.js'
import { json } from '../http/respond.js'

/** Tells next-auth's client with whom people can sign in: without a provider of this list it goes to the sign-in page. */
export async function listProviders(_request: Request, { config }: Pick<Deps, 'config'>): Promise<Response> {
  const github = {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    signinUrl: `${config.authUrl}/api/auth/signin/github`,
    callbackUrl: `${config.canonicalUrl}/api/auth/callback/github`,
  }
  return json({ github })
}

import * as z from 'zod'
import type { Resource } from './read-resource.js'

const addressShape = z.object({ email: z.string().max(320), primary: z.boolean(), verified: z.boolean() })

/**
 * The person's e-mail address: the primary one and only when GitHub verified it, else null.
 *
 * It is for contact. Nothing is ever looked up or granted by it.
 *
 * @see https://docs.github.com/rest/users/emails#list-email-addresses-for-the-authenticated-user
 */
export const verifiedEmail: Resource<z.output<typeof addressShape>, string | null> = {
  route: 'GET /user/emails',
  kind: 'list',
  subject: 'email',
  item: addressShape,
  reduce: (addresses) => addresses.find(({ primary, verified }) => primary && verified)?.email ?? null,
}

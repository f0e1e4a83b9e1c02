import { z } from 'zod'
import type { Github } from './github.js'
import { githubFailure, unexpectedAnswer } from './github-failure.js'

const emailsAnswer = z.array(
  z.object({ email: z.string().max(320), primary: z.boolean(), verified: z.boolean() }),
)

/**
 * The person's e-mail address: the primary one and only when GitHub verified it, else null.
 *
 * It is for contact. Nothing is ever looked up or granted by it.
 *
 * @see https://docs.github.com/rest/users/emails#list-email-addresses-for-the-authenticated-user
 */
export async function fetchVerifiedEmail(github: Github, token: string): Promise<string | null> {
  const answer = await github
    .request('GET /user/emails', { headers: { authorization: `Bearer ${token}` }, per_page: 100 })
    .catch((error: unknown) => {
      throw githubFailure(error)
    })
  const parsed = emailsAnswer.safeParse(answer.data)
  if (!parsed.success) throw unexpectedAnswer('e-mail addresses of another shape')
  return parsed.data.find((address) => address.primary && address.verified)?.email ?? null
}

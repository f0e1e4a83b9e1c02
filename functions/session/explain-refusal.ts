import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/client.js'
import { whyNotDocument } from '../hasura/documents/open-session.js'

const whyNot = z.object({
  users_by_pk: z.object({ disabled_at: z.string().nullable(), user_roles: z.array(z.unknown()) }).nullable(),
})

/**
 * Asks why a session could not be opened. Only a refusal is worth a second question; what is merely down stays an error.
 *
 * @throws AppError always: `user-disabled`, `sign-up-closed`, `role-required`, or what was thrown
 */
export async function explainRefusal(deps: Deps, userId: string, error: unknown): Promise<never> {
  if (!(error instanceof HasuraRefusal)) throw error
  const { users_by_pk: user } = await deps.hasura.request(whyNotDocument, { userId }, whyNot)
  if (!user && deps.config.signUp === 'closed') throw new AppError('sign-up-closed')
  if (user?.disabled_at) throw new AppError('user-disabled')
  if (user?.user_roles.length === 0) throw new AppError('role-required', { reason: 'the person has no role' })
  throw error
}

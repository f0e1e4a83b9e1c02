import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/operation.js'
import { whyNoSession } from './store.js'

// What a new person has got before the session asks for it.
const noFirstRole = 'Hasura: permission-error: no first role: the trigger users_grant_default_role is missing'

/**
 * Asks why a session could not be opened. Only a refusal is worth a second question; what is merely down stays an error.
 *
 * @throws AppError always: `user-disabled`, `sign-up-closed`, `role-required`, `misconfigured`, or what was thrown
 */
export async function explainRefusedSession(
  { hasura, config }: Pick<Deps, 'hasura' | 'config'>,
  userId: string,
  error: unknown,
): Promise<never> {
  if (!(error instanceof HasuraRefusal)) throw error
  const { users_by_pk: user } = await hasura.run(whyNoSession, { userId })
  if (!user && config.signUp === 'closed') throw new AppError('sign-up-closed')
  if (user?.disabled_at) throw new AppError('user-disabled')
  if (user?.user_roles.length === 0) throw new AppError('role-required', { reason: 'the person has no role' })
  if (!user && error.hasuraCode === 'permission-error')
    throw new AppError('misconfigured', { reason: noFirstRole })
  throw error
}

import { HasuraError } from '../errors.js'
import type { AuthHook, HookQuestion } from './auth-hook.js'
import { makeSession, ROLE_VARIABLE } from './make-session.js'
import { maxAgeMs } from './max-age.js'
import type { Session } from './session.js'

/** The session that an auth hook grants. Everything in its answer is a variable, and the role has to be. */
export async function sessionFromHook(hook: AuthHook, question: HookQuestion, now: Date): Promise<Session> {
  const { variables: answered, setCookies } = await hook(question)
  const variables = Object.fromEntries(
    Object.entries(answered).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const role = variables[ROLE_VARIABLE]
  if (!role) {
    throw new HasuraError('invalid-params', `"${ROLE_VARIABLE}" not found in session variables`)
  }
  const expiresAt = expiryOf(answered, now)
  return {
    ...makeSession({ role, variables, trusted: false, ...(expiresAt && { expiresAt }) }),
    ...(setCookies.length > 0 && { setCookies }),
  }
}

/** Keys of the answer itself, spelled as HTTP spells them; sockets end then. */
function expiryOf(answer: Record<string, string>, now: Date): Date | undefined {
  const lifetimeMs = maxAgeMs(answer['Cache-Control'] ?? '')
  if (lifetimeMs !== undefined) return new Date(now.getTime() + lifetimeMs)
  const expires = Date.parse(answer['Expires'] ?? '')
  return Number.isNaN(expires) ? undefined : new Date(expires)
}

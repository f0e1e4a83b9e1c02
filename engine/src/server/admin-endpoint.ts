import type { Context } from 'hono'
import type { Auth } from '../auth/open-auth.js'
import type { Session } from '../auth/session.js'
import { HasuraError, type InternalErrors } from '../errors.js'
import { asSeenBy } from '../execute/error-reply.js'
import { type Json, stringifyJson } from '../json/json.js'
import { readBody, textReply } from './replies.js'

/** @throws HasuraError `access-denied` for other roles than admin */
export async function demandAdmin(context: Context, auth: Auth): Promise<void> {
  const session = await auth.authenticate(context.req.raw.headers)
  if (session.isAdmin) return
  throw new HasuraError('access-denied', 'You have to be an admin to access this endpoint')
}

/** Runs a command of an admin API; `requiresAdmin` says which ones other roles may not give. */
export async function runCommand(
  context: Context,
  { auth, internalErrors }: { auth: Auth; internalErrors: InternalErrors },
  run: (command: Json, session: Session) => Promise<Json>,
  requiresAdmin: (command: Json) => boolean = () => true,
): Promise<Response> {
  const session = await auth.authenticate(context.req.raw.headers)
  const command = await readBody(context)
  if (!session.isAdmin && requiresAdmin(command)) {
    throw new HasuraError('access-denied', 'restricted access : admin only', { path: '$.args' })
  }
  try {
    return textReply(stringifyJson(await run(command, session)), 200)
  } catch (thrown) {
    throw thrown instanceof HasuraError ? asSeenBy(session, thrown, internalErrors) : thrown
  }
}

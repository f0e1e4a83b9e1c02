import type { Session } from '../auth/session.js'
import { HasuraError, type InternalErrors } from '../errors.js'

/** An error as GraphQL clients get it: `{"errors": [{message, extensions: {path, code}}]}`. */
export function errorReply(error: HasuraError): { errors: object[] } {
  const { message, path, code, internal, extensions } = error
  const own = extensions ?? { path, code, ...(internal !== undefined && { internal }) }
  return { errors: [{ message, extensions: own }] }
}

/** May this client see what lies behind an error? Hasura.Server.Init.Config, shouldIncludeInternal. */
export function showsInternal(session: Session, internalErrors: InternalErrors = 'admins'): boolean {
  return internalErrors === 'everybody' || (internalErrors === 'admins' && session.isAdmin)
}

/** An error as far as this client may know of it. */
export function asSeenBy(
  session: Session,
  error: HasuraError,
  internalErrors: InternalErrors | undefined,
): HasuraError {
  return showsInternal(session, internalErrors) ? error : error.withoutInternal()
}

/** Any failure as a HasuraError; what the engine did not expect stays its own business. */
export function toHasuraError(error: unknown): HasuraError {
  if (error instanceof HasuraError) return error
  return new HasuraError('unexpected', 'internal error', { cause: error })
}

import type { Session } from '../../auth/session.js'
import { HasuraError } from '../../errors.js'
import type { Generation } from '../generation.js'
import { parseDocument } from '../request/parse-document.js'
import { readBody } from '../request/read-body.js'

/**
 * With an allow list, others than admins may send only what stands in it. It says so before it looks for anything else
 * that is wrong, but text that is no GraphQL (Hasura.GraphQL.Execute, `checkQueryInAllowlist`).
 *
 * @throws HasuraError `validation-failed`
 */
export function demandAllowed(body: unknown, session: Session, { allowList }: Generation): void {
  if (allowList === null || session.isAdmin) return
  if (allowList.allows(session.role, parseDocument(readBody(body).query))) return
  throw new HasuraError('validation-failed', 'query is not allowed', {
    internal: { message: 'query is not in any of the allowlists' },
  })
}

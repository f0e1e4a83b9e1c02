import { AppError } from '../errors.js'

/** What the database says about a person's roles. */
export interface RoleGrant {
  defaultRole: string
  roles: readonly string[]
}

export interface ResolvedRoles {
  allowedRoles: string[]
  defaultRole: string
}

// admin skips every permission, anonymous is nobody, auth_service is the functions themselves. The database
// refuses them too; here they are refused whatever the database says.
const reservedRoles = new Set(['admin', 'anonymous', 'auth_service'])
const roleName = /^[_A-Za-z][_0-9A-Za-z]{0,62}$/
const commonRole = 'user'

/**
 * The roles that a token may carry.
 *
 * @throws AppError `access-denied` when no role is left: a person without roles cannot sign in
 */
export function resolveRoles({ defaultRole, roles }: RoleGrant): ResolvedRoles {
  const allowedRoles = [...new Set(roles)].filter(isGrantable).sort()
  const fallback = allowedRoles.includes(commonRole) ? commonRole : allowedRoles[0]
  const chosen = allowedRoles.includes(defaultRole) ? defaultRole : fallback
  if (chosen === undefined) throw new AppError('access-denied', { reason: 'the person has no role' })
  return { allowedRoles, defaultRole: chosen }
}

function isGrantable(role: string): boolean {
  return roleName.test(role) && !reservedRoles.has(role.toLowerCase())
}

export interface Identity {
  userId: string
  sessionId: string
  roles: ResolvedRoles
}

/**
 * The claims that Hasura turns into the session of a request. Every value is text, the roles a list of text.
 *
 * @see https://hasura.io/docs/2.0/auth/authentication/jwt/#the-spec
 */
export function buildHasuraClaims({ userId, sessionId, roles }: Identity): Record<string, string | string[]> {
  return {
    'x-hasura-allowed-roles': roles.allowedRoles,
    'x-hasura-default-role': roles.defaultRole,
    'x-hasura-user-id': userId,
    'x-hasura-session-id': sessionId,
  }
}

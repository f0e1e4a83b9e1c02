import { z } from 'zod'
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
/** The role that everybody gets who signs in. */
export const commonRole = 'user'

/** A role that configuration may hand out. */
export const grantableRole = z.string().refine(isGrantable, 'is not a role that can be granted')

/**
 * The roles that a token may carry.
 *
 * @throws AppError `role-required` when no role is left: a person without roles cannot sign in
 */
export function resolveRoles({ defaultRole, roles }: RoleGrant): ResolvedRoles {
  const allowedRoles = [...new Set(roles)].filter(isGrantable).sort()
  const fallback = allowedRoles.includes(commonRole) ? commonRole : allowedRoles[0]
  const chosen = allowedRoles.includes(defaultRole) ? defaultRole : fallback
  if (chosen === undefined) throw new AppError('role-required', { reason: 'the person has no role' })
  return { allowedRoles, defaultRole: chosen }
}

function isGrantable(role: string): boolean {
  return roleName.test(role) && !reservedRoles.has(role.toLowerCase())
}

export interface Identity {
  userId: string
  sessionId: string
  roles: ResolvedRoles
  /** Claims of the configuration; those of this file win over them. */
  customClaims: Record<string, string>
}

/**
 * The claims that Hasura turns into the session of a request. Every value is text, the roles a list of text.
 *
 * @see https://hasura.io/docs/2.0/auth/authentication/jwt/#the-spec
 */
export function buildHasuraClaims({
  userId,
  sessionId,
  roles,
  customClaims,
}: Identity): Record<string, string | string[]> {
  return {
    ...customClaims,
    'x-hasura-allowed-roles': roles.allowedRoles,
    'x-hasura-default-role': roles.defaultRole,
    'x-hasura-user-id': userId,
    'x-hasura-session-id': sessionId,
  }
}

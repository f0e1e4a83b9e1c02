import * as z from 'zod'

/** The role that everybody gets who signs in. */
export const commonRole = 'user'

// admin skips every permission, anonymous is nobody, auth_service is the functions themselves. The database
// refuses them too; here they are refused whatever the database says.
const reservedRoles = new Set(['admin', 'anonymous', 'auth_service'])
const roleName = /^[_A-Za-z][_0-9A-Za-z]{0,62}$/

/** Whether somebody may have a role: it is a name, and none that stands for more than a person. */
export function isGrantable(role: string): boolean {
  return roleName.test(role) && !reservedRoles.has(role.toLowerCase())
}

/** A role that configuration may hand out. */
export const grantableRoleShape = z
  .string()
  .refine(isGrantable, 'is not a role that can be granted')
  // It would be a role of its own, and a map that gives it would let anybody in.
  .refine(
    (role) => role === commonRole || role.toLowerCase() !== commonRole,
    `differs from the role ${commonRole} in letter case alone`,
  )

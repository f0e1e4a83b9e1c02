import * as z from 'zod'
import { grantableRoleShape } from './grantable-role.js'
import { jsonOf } from './json.js'

/** Members of an organisation, or of one team of it, get a role. All in lower case, as GitHub compares them. */
export interface RoleRule {
  organisation: string
  team?: string
  role: string
}

const placeShape = z
  .string()
  .regex(/^[a-z\d][a-z\d-]*(\/[a-z\d_.-]+)?$/i, 'must be "organisation" or "organisation/team"')

/** `GITHUB_ROLE_MAP`: `{"acme": "user", "acme/core": "moderator"}`. */
export const roleMapShape = jsonOf(z.record(placeShape, grantableRoleShape))
  .refine((map) => Object.keys(map).length > 0, 'is empty: name an organisation, or take it away')
  .transform((map): RoleRule[] =>
    Object.entries(map).map(([key, role]) => {
      const [organisation = '', team] = key.toLowerCase().split('/')
      return { organisation, role, ...(team && { team }) }
    }),
  )

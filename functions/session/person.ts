import * as z from 'zod'
import type { CustomClaims } from '../config/custom-claims.js'
import { timestampShape } from '../time.js'

/** What the functions read of a user's row to make a session of it. */
interface PersonSelection {
  fields: string
  /** A fragment that the fields refer to, for the end of the document. */
  fragment: string
}

export function selectPerson(claims: CustomClaims | undefined): PersonSelection {
  const fields = 'id login name email avatar_url default_role created_at user_roles { role }'
  if (!claims) return { fields, fragment: '' }
  return { fields: `${fields} ...${claims.fragmentName}`, fragment: claims.fragment }
}

/** Keeps the whole row beside what everybody needs of it: custom claims are made of the rest. */
export const personShape = z
  .looseObject({
    id: z.string(),
    login: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    avatar_url: z.string(),
    default_role: z.string(),
    created_at: timestampShape,
    user_roles: z.array(z.object({ role: z.string() })),
  })
  .transform((row) => ({
    id: row.id,
    login: row.login,
    name: row.name,
    email: row.email,
    avatarUrl: row.avatar_url,
    createdAt: row.created_at,
    defaultRole: row.default_role,
    roles: row.user_roles.map(({ role }) => role),
    row: row as unknown,
  }))

/** A signed-in person, as the database knows them. */
export type Person = z.output<typeof personShape>

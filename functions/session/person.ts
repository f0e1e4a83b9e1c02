import { z } from 'zod'

/** What the functions read of a user's row to make a session of it. */
export const personFields = `
  id login name email avatar_url default_role created_at
  user_roles { role }
`

const time = z.iso.datetime({ offset: true }).transform((value) => new Date(value))

export const personShape = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    avatar_url: z.string(),
    default_role: z.string(),
    created_at: time,
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
  }))

/** A signed-in person, as the database knows them. */
export type Person = z.output<typeof personShape>

export { time as timestamp }

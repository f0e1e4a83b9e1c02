import { operation, unreadShape } from './operation.js'

/** Asks with roles by name: Hasura refuses one that the table `roles` does not have, and lists those that it has. */
export const rolesByName = operation<{ roles: readonly string[] }>(`
query RolesByName($roles: [roles_enum!]!) {
  user_roles(where: { role: { _in: $roles } }, limit: 1) { role }
}`).answering(unreadShape)

import type { Model, TableModel } from '../model/model.js'
import type { TablePermissions } from '../model/permission.js'
import { adminPermissions } from './admin-permissions.js'
import { inheritPermissions } from './inherit-permissions.js'

export const ADMIN_ROLE = 'admin'

/** What each role may do with each table; an inherited role's share is worked out when first asked for. */
export class RolePermissions {
  readonly role: string
  readonly #model: Model
  readonly #known = new Map<TableModel, TablePermissions>()

  constructor(model: Model, role: string) {
    this.#model = model
    this.role = role
  }

  on(table: TableModel): TablePermissions {
    const known = this.#known.get(table)
    if (known) return known
    const permissions = permissionsOf(this.#model, this.role, table)
    this.#known.set(table, permissions)
    return permissions
  }
}

/** What a role may do with a table by itself and by inheritance. */
export function permissionsOf(
  model: Pick<Model, 'inheritedRoles'>,
  role: string,
  table: TableModel,
  seen: readonly string[] = [],
): TablePermissions {
  if (role === ADMIN_ROLE) return adminPermissions(table)
  const own = table.permissions.get(role) ?? {}
  const parents = model.inheritedRoles.get(role)
  if (!parents || seen.includes(role)) return own
  const inherited = inheritPermissions(
    parents.map((parent) => permissionsOf(model, parent, table, [...seen, role])),
  )
  // A permission of its own overrides what an inherited role would inherit.
  return { ...inherited, ...own }
}

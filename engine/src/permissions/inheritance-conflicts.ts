import type { Inconsistency, Model, TableModel } from '../model/model.js'
import { showName } from '../pg-catalogue/catalogue.js'
import { areAlike } from './inherit-permissions.js'
import { permissionsOf } from './role-permissions.js'

const KINDS = ['insert', 'update', 'delete'] as const

type Roles = Pick<Model, 'tables' | 'inheritedRoles'>

/** What inherited roles do not get because their parents contradict each other, as Hasura tells its admins. */
export function inheritanceConflicts(model: Roles, sourceName: string): Inconsistency[] {
  return [...model.inheritedRoles.keys()].flatMap((role) =>
    [...model.tables.values()].flatMap((table) => conflictsOn(table, role, model, sourceName)),
  )
}

function conflictsOn(table: TableModel, role: string, model: Roles, sourceName: string): Inconsistency[] {
  const own = table.permissions.get(role)
  const parents = (model.inheritedRoles.get(role) ?? []).map((parent) => permissionsOf(model, parent, table))
  const conflicting = KINDS.filter(
    (kind) => !own?.[kind] && !areAlike(parents.flatMap((parent) => parent[kind] ?? [])),
  )
  return conflicting.map((kind) => ({
    path: null,
    type: 'inherited role permission inconsistency',
    name: role,
    reason: `Could not inherit permission for the role '${role}' for the entity: '${kind} permission, table: ${showName(table)}, source: '${sourceName}''`,
    entity: { permission_type: kind, source: sourceName, table: showName(table) },
  }))
}

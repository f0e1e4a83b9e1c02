import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { type JsonObject, toJson } from '../../json/json.js'
import { action } from '../../metadata/schemas/action.js'
import { apiLimits } from '../../metadata/schemas/api-limits.js'
import type { Command } from '../command.js'
import { checkedBy } from '../parse-args.js'
import { breaksOthers, editCommand, misfit } from './edit-metadata.js'
import { findBy, listAt, removeBy } from './metadata-json.js'

const actionArgs = z.object({
  name: z.string(),
  definition: checkedBy(action.shape.definition),
  comment: z.string().nullish(),
})
const permissionArgs = z.object({
  action: z.string(),
  role: z.string().min(1),
  comment: z.string().nullish(),
})
const roleArgs = z.object({ role_name: z.string().min(1), role_set: z.array(z.string()) })

/** The commands about actions, their types, and roles. */
export const actionEdits: Readonly<Record<string, Command>> = {
  create_action: editCommand(actionArgs, (metadata, given) => {
    const actions = listAt(metadata, 'actions')
    if (findBy(actions, 'name', given.name)) {
      throw new HasuraError('already-exists', `action with name "${given.name}" already exists`, {
        path: '$.args',
      })
    }
    actions.push(toJson(given))
  }),
  // What is not given is forgotten, but for the permissions.
  update_action: editCommand(actionArgs, (metadata, { name, definition, comment }) => {
    Object.assign(findAction(metadata, name), toJson({ definition, comment: comment ?? null }))
  }),
  drop_action: editCommand(
    z.object({ name: z.string(), clear_data: z.boolean().default(true) }),
    async (metadata, { name, clear_data: clearData }, { database }) => {
      const actions = listAt(metadata, 'actions')
      actions.splice(actions.indexOf(findAction(metadata, name)), 1)
      if (clearData)
        await database.query('DELETE FROM hdb_catalog.hdb_action_log WHERE action_name = $1', [name])
    },
  ),
  create_action_permission: editCommand(permissionArgs, (metadata, { action: name, role, comment }) => {
    const permissions = listAt(findAction(metadata, name), 'permissions')
    if (findBy(permissions, 'role', role)) {
      const message = `permission for role "${role}" is already defined on "${name}"`
      throw new HasuraError('already-exists', message, { path: '$.args' })
    }
    permissions.push({ role, ...(comment && { comment }) })
  }),
  drop_action_permission: editCommand(permissionArgs, (metadata, { action: name, role }) => {
    if (removeBy(listAt(findAction(metadata, name), 'permissions'), 'role', role)) return
    const message = `permission for role: "${role}" is not defined on "${name}"`
    throw new HasuraError('not-exists', message, { path: '$.args' })
  }),
  set_custom_types: editCommand(
    z.looseObject({}),
    (metadata, types) => {
      metadata['custom_types'] = toJson(types)
    },
    (added, edited) => {
      const own = added.filter(({ type }) => type === 'custom_types')
      return own.length > 0 ? misfit(own, edited) : breaksOthers(added, edited)
    },
  ),
  add_inherited_role: editCommand(roleArgs, (metadata, role) => {
    const roles = listAt(metadata, 'inherited_roles')
    removeBy(roles, 'role_name', role.role_name)
    roles.push(role)
  }),
  drop_inherited_role: editCommand(z.object({ role_name: z.string() }), (metadata, { role_name: name }) => {
    if (removeBy(listAt(metadata, 'inherited_roles'), 'role_name', name)) return
    throw new HasuraError('not-exists', `inherited role "${name}" does not exist`, { path: '$.args' })
  }),
  set_api_limits: editCommand(checkedBy(apiLimits), (metadata, limits) => {
    metadata['api_limits'] = toJson(limits)
  }),
  remove_api_limits: editCommand(z.unknown(), (metadata) => {
    delete metadata['api_limits']
  }),
  set_graphql_schema_introspection_options: editCommand(
    z.object({ disabled_for_roles: z.array(z.string()) }),
    (metadata, options) => {
      metadata['graphql_schema_introspection'] = options
    },
  ),
}

function findAction(metadata: JsonObject, name: string): JsonObject {
  const action = findBy(listAt(metadata, 'actions'), 'name', name)
  if (action) return action
  throw new HasuraError('not-exists', `action with name "${name}" does not exist`, { path: '$.args' })
}

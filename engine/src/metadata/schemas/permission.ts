import { z } from 'zod'
import { booleanExpression } from './boolean-expression.js'
import { comment, metadataObject } from './common.js'
import { validateInput } from './validate-input.js'

const columns = z.union([z.literal('*'), z.array(z.string())])
const presets = z.record(z.string(), z.unknown())

const queryRootField = z.enum(['select', 'select_by_pk', 'select_aggregate'])
const subscriptionRootField = z.enum(['select', 'select_by_pk', 'select_aggregate', 'select_stream'])

export const selectPermission = metadataObject({
  columns,
  filter: booleanExpression,
  limit: z.int().nonnegative().nullable().optional(),
  allow_aggregations: z.boolean().optional(),
  computed_fields: z.array(z.string()).optional(),
  query_root_fields: z.array(queryRootField).nullable().optional(),
  subscription_root_fields: z.array(subscriptionRootField).nullable().optional(),
})

export const insertPermission = metadataObject({
  check: booleanExpression,
  columns: columns.optional(),
  set: presets.nullable().optional(),
  backend_only: z.boolean().optional(),
  validate_input: validateInput.nullable().optional(),
})

export const updatePermission = metadataObject({
  columns,
  filter: booleanExpression,
  check: booleanExpression.nullable().optional(),
  set: presets.nullable().optional(),
  backend_only: z.boolean().optional(),
  validate_input: validateInput.nullable().optional(),
})

export const deletePermission = metadataObject({
  filter: booleanExpression,
  backend_only: z.boolean().optional(),
  validate_input: validateInput.nullable().optional(),
})

/** One entry of `select_permissions` and its siblings: the rule and the role that it is for. */
export function forRole<Permission extends z.ZodType>(permission: Permission) {
  return metadataObject({ role: z.string().min(1), permission, comment })
}

export type SelectPermissionMetadata = z.output<typeof selectPermission>
export type InsertPermissionMetadata = z.output<typeof insertPermission>
export type UpdatePermissionMetadata = z.output<typeof updatePermission>
export type DeletePermissionMetadata = z.output<typeof deletePermission>

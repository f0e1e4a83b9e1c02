import { z } from 'zod'
import { comment, graphqlName, qualifiedName } from './common.js'
import { eventTrigger } from './event-trigger.js'
import {
  deletePermission,
  forRole,
  insertPermission,
  selectPermission,
  updatePermission,
} from './permission.js'
import { arrayRelationship, objectRelationship } from './relationship.js'
import { unsupported } from './unsupported.js'

const rootFieldName = z
  .union([graphqlName, z.strictObject({ name: graphqlName.nullable().optional(), comment })])
  .nullable()
  .transform((field) => (typeof field === 'string' ? { name: field } : (field ?? {})))

const customRootFields = z
  .strictObject({
    select: rootFieldName,
    select_by_pk: rootFieldName,
    select_aggregate: rootFieldName,
    select_stream: rootFieldName,
    insert: rootFieldName,
    insert_one: rootFieldName,
    update: rootFieldName,
    update_by_pk: rootFieldName,
    update_many: rootFieldName,
    delete: rootFieldName,
    delete_by_pk: rootFieldName,
  })
  .partial()

const configuration = z.strictObject({
  custom_name: graphqlName.nullable().optional(),
  custom_root_fields: customRootFields.optional(),
  column_config: z
    .record(z.string(), z.strictObject({ custom_name: graphqlName.nullable().optional(), comment }))
    .optional(),
  custom_column_names: z.record(z.string(), graphqlName).optional(),
  comment,
})

const computedField = z.strictObject({
  name: graphqlName,
  definition: z.strictObject({
    function: qualifiedName,
    table_argument: z.string().nullable().optional(),
    session_argument: z.string().nullable().optional(),
  }),
  comment,
})

export const table = z.strictObject({
  table: qualifiedName,
  is_enum: z.boolean().optional(),
  configuration: configuration.nullable().optional(),
  object_relationships: z.array(objectRelationship).optional(),
  array_relationships: z.array(arrayRelationship).optional(),
  computed_fields: z.array(computedField).optional(),
  insert_permissions: z.array(forRole(insertPermission)).optional(),
  select_permissions: z.array(forRole(selectPermission)).optional(),
  update_permissions: z.array(forRole(updatePermission)).optional(),
  delete_permissions: z.array(forRole(deletePermission)).optional(),
  event_triggers: z.array(eventTrigger).optional(),
  remote_relationships: unsupported('remote relationships'),
  apollo_federation_config: unsupported('Apollo federation settings'),
  logical_model: unsupported('logical models'),
})

export type TableMetadata = z.output<typeof table>
export type ComputedFieldMetadata = z.output<typeof computedField>
export type CustomRootFields = z.output<typeof customRootFields>

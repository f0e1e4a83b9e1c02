import { z } from 'zod'
import { comment, graphqlName, metadataObject, qualifiedName } from './common.js'
import { eventTrigger } from './event-trigger.js'
import {
  deletePermission,
  forRole,
  insertPermission,
  selectPermission,
  updatePermission,
} from './permission.js'
import { arrayRelationship, objectRelationship } from './relationship.js'
import { uniqueList } from './unique-list.js'
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

const configuration = metadataObject({
  custom_name: graphqlName.nullable().optional(),
  custom_root_fields: customRootFields.optional(),
  column_config: z
    .record(z.string(), metadataObject({ custom_name: graphqlName.nullable().optional(), comment }))
    .optional(),
  custom_column_names: z.record(z.string(), graphqlName).optional(),
  comment,
})

const computedField = metadataObject({
  name: graphqlName,
  definition: metadataObject({
    function: qualifiedName,
    table_argument: z.string().nullable().optional(),
    session_argument: z.string().nullable().optional(),
  }),
  comment,
})

const byName = ({ name }: { name: string }) => name
const byRole = ({ role }: { role: string }) => role

export const table = metadataObject({
  table: qualifiedName,
  is_enum: z.boolean().optional(),
  configuration: configuration.nullable().optional(),
  object_relationships: uniqueList(objectRelationship, 'object relationships', byName).optional(),
  array_relationships: uniqueList(arrayRelationship, 'array relationships', byName).optional(),
  computed_fields: uniqueList(computedField, 'computed fields', byName).optional(),
  insert_permissions: uniqueList(forRole(insertPermission), 'insert permissions', byRole).optional(),
  select_permissions: uniqueList(forRole(selectPermission), 'select permissions', byRole).optional(),
  update_permissions: uniqueList(forRole(updatePermission), 'update permissions', byRole).optional(),
  delete_permissions: uniqueList(forRole(deletePermission), 'delete permissions', byRole).optional(),
  event_triggers: z.array(eventTrigger).optional(),
  remote_relationships: unsupported('remote relationships'),
  apollo_federation_config: unsupported('Apollo federation settings'),
  logical_model: unsupported('logical models'),
})

export type TableMetadata = z.output<typeof table>
export type ComputedFieldMetadata = z.output<typeof computedField>

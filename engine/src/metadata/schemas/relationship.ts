import { z } from 'zod'
import { comment, graphqlName, metadataObject, qualifiedName } from './common.js'

const manualConfiguration = metadataObject({
  remote_table: qualifiedName,
  column_mapping: z.record(z.string(), z.string()),
  insertion_order: z.enum(['before_parent', 'after_parent']).nullable().optional(),
  source: z.string().optional(),
})

const remoteColumns = z.union([
  metadataObject({ table: qualifiedName, column: z.string() }),
  metadataObject({ table: qualifiedName, columns: z.array(z.string()).min(1) }),
])

const oneOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject(shape)
    .refine(
      (using) => Object.keys(using).length === 1,
      'using takes either foreign_key_constraint_on or manual_configuration',
    )

export const objectRelationship = metadataObject({
  name: graphqlName,
  using: oneOf({
    foreign_key_constraint_on: z.union([z.string(), z.array(z.string()).min(1), remoteColumns]).optional(),
    manual_configuration: manualConfiguration.optional(),
  }),
  comment,
})

export const arrayRelationship = metadataObject({
  name: graphqlName,
  using: oneOf({
    foreign_key_constraint_on: remoteColumns.optional(),
    manual_configuration: manualConfiguration.optional(),
  }),
  comment,
})

export type ObjectRelationshipMetadata = z.output<typeof objectRelationship>
export type ArrayRelationshipMetadata = z.output<typeof arrayRelationship>

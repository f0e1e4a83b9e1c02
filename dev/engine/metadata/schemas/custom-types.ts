import { z } from 'zod'
import { comment, graphqlName, qualifiedName } from './common.js'

const field = z.strictObject({
  name: graphqlName,
  type: z.string(),
  description: comment,
  arguments: z.unknown().optional(),
})

const relationship = z.strictObject({
  name: graphqlName,
  type: z.enum(['object', 'array']),
  remote_table: qualifiedName,
  source: z.string().optional(),
  field_mapping: z.record(z.string(), z.string()),
})

/** The types that actions take and give. */
export const customTypes = z.strictObject({
  scalars: z.array(z.strictObject({ name: graphqlName, description: comment })).default([]),
  enums: z
    .array(
      z.strictObject({
        name: graphqlName,
        description: comment,
        values: z
          .array(
            z.strictObject({
              value: graphqlName,
              description: comment,
              is_deprecated: z.boolean().nullable().optional(),
            }),
          )
          .min(1),
      }),
    )
    .default([]),
  input_objects: z
    .array(z.strictObject({ name: graphqlName, description: comment, fields: z.array(field).min(1) }))
    .default([]),
  objects: z
    .array(
      z.strictObject({
        name: graphqlName,
        description: comment,
        fields: z.array(field).min(1),
        relationships: z.array(relationship).nullable().optional(),
      }),
    )
    .default([]),
})

export type CustomTypesMetadata = z.output<typeof customTypes>
export type CustomObjectMetadata = CustomTypesMetadata['objects'][number]
export type CustomRelationshipMetadata = z.output<typeof relationship>

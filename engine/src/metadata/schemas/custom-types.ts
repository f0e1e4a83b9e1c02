import { z } from 'zod'
import { comment, graphqlName, qualifiedName, withFallback } from './common.js'

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
  source: z.string().nullable().optional(),
  field_mapping: z.record(z.string(), z.string()),
})

const enumValue = z.strictObject({
  value: graphqlName,
  description: comment,
  is_deprecated: z.boolean().nullable().optional(),
})
const scalarType = z.strictObject({ name: graphqlName, description: comment })
const enumType = scalarType.extend({ values: z.array(enumValue).min(1) })
const inputObject = scalarType.extend({ fields: z.array(field).min(1) })
const objectType = inputObject.extend({ relationships: z.array(relationship).nullable().optional() })

/** The types that actions take and give. */
export const customTypes = z.strictObject({
  scalars: withFallback(z.array(scalarType), []),
  enums: withFallback(z.array(enumType), []),
  input_objects: withFallback(z.array(inputObject), []),
  objects: withFallback(z.array(objectType), []),
})

export type CustomTypesMetadata = z.output<typeof customTypes>
export type CustomObjectMetadata = CustomTypesMetadata['objects'][number]
export type CustomRelationshipMetadata = z.output<typeof relationship>

import { z } from 'zod'
import { comment, graphqlName, metadataObject, qualifiedName } from './common.js'

const columnNames = z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)])

const manualConfiguration = metadataObject({
  remote_table: qualifiedName,
  column_mapping: z.record(z.string(), z.string()),
  insertion_order: z.enum(['before_parent', 'after_parent']).nullable().optional(),
  source: z.string().optional(),
})

/** Of another table; one name may stand for a list of one. @see Hasura.RQL.Types.Relationships.Local */
const remoteColumns = metadataObject({
  table: qualifiedName,
  column: columnNames.optional(),
  columns: columnNames.optional(),
})
  .refine(
    ({ column, columns }) => (column === undefined) !== (columns === undefined),
    "expected exactly one of 'column' or 'columns'",
  )
  .transform(({ table, column, columns }) => ({ table, columns: column ?? columns ?? [] }))

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

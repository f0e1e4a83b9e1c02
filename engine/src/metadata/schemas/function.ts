import { z } from 'zod'
import { comment, graphqlName, metadataObject, qualifiedName } from './common.js'

const rootFields = z
  .strictObject({
    function: graphqlName.nullable(),
    function_aggregate: graphqlName.nullable(),
  })
  .partial()

/** A tracked function: a root field that calls it. */
export const trackedFunction = metadataObject({
  function: qualifiedName,
  configuration: metadataObject({
    custom_name: graphqlName.nullable().optional(),
    custom_root_fields: rootFields.nullable().optional(),
    exposed_as: z.enum(['query', 'mutation']).nullable().optional(),
    session_argument: z.string().nullable().optional(),
  })
    .nullable()
    .optional(),
  permissions: z.array(metadataObject({ role: z.string().min(1) })).optional(),
  comment,
})

export type FunctionMetadata = z.output<typeof trackedFunction>

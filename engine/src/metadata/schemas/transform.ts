import { z } from 'zod'
import { metadataObject } from './common.js'

const templates = z.record(z.string(), z.string())

const bodyTransform = z.union([
  z.string(),
  z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('transform'), template: z.string() }),
    z.strictObject({ action: z.literal('x_www_form_urlencoded'), form_template: templates }),
    z.strictObject({ action: z.literal('remove') }),
  ]),
])

const shared = {
  version: z.union([z.literal(1), z.literal(2), z.literal('1'), z.literal('2')]).optional(),
  template_engine: z.literal('Kriti').nullable().optional(),
  body: bodyTransform.nullable().optional(),
}

/** How an outgoing call is rewritten before it is sent. */
export const requestTransform = metadataObject({
  ...shared,
  method: z.string().nullable().optional(),
  url: z.string().nullable().optional(),
  query_params: z.union([templates, z.string()]).nullable().optional(),
  content_type: z.string().nullable().optional(),
  request_headers: metadataObject({
    add_headers: templates.optional(),
    remove_headers: z.array(z.string()).optional(),
  })
    .nullable()
    .optional(),
})

/** How a webhook's answer is rewritten before it is looked at. */
export const responseTransform = metadataObject(shared)

export type RequestTransformMetadata = z.output<typeof requestTransform>
export type ResponseTransformMetadata = z.output<typeof responseTransform>

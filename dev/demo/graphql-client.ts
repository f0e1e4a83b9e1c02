import { z } from 'zod'

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() }))
    .optional(),
})

export interface GraphqlRequest {
  query: string
  variables?: Readonly<Record<string, unknown>>
  token?: string
  headers?: Readonly<Record<string, string>>
}

export type GraphqlAnswer = z.infer<typeof answerSchema>

/** Posts a GraphQL request, and gives data and errors as they come. */
export async function requestGraphql(
  endpoint: string,
  { query, variables = {}, token, headers = {} }: GraphqlRequest,
): Promise<GraphqlAnswer> {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  })
  return answerSchema.parse(await response.json())
}

/** The same, for callers that take an error as a failure. */
export async function requireGraphql(
  endpoint: string,
  request: GraphqlRequest,
): Promise<Record<string, unknown>> {
  const { data, errors } = await requestGraphql(endpoint, request)
  if (errors?.[0] || !data) throw new Error(`GraphQL refused: ${errors?.[0]?.message ?? 'no data'}`)
  return data
}

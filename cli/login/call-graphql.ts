import * as z from 'zod'

/** A GraphQL error of the auth API; `code` is its `extensions.code`. */
export class AuthApiError extends Error {
  override readonly name = 'AuthApiError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const answerShape = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
})
const deadlineMs = 35_000

/** Sends one operation without a token and narrows what comes back. */
export async function callGraphql<T>(
  endpoint: string,
  operation: { query: string; variables?: Record<string, unknown> },
  shape: z.ZodType<T>,
): Promise<T> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(operation),
    signal: AbortSignal.timeout(deadlineMs),
  })
  const { data, errors } = answerShape.parse(await response.json())
  const [error] = errors ?? []
  if (error) throw new AuthApiError(error.extensions?.code ?? 'unexpected', error.message)
  return shape.parse(data)
}

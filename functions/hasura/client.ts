import { ClientError, GraphQLClient } from 'graphql-request'
import type { z } from 'zod'
import { AppError } from '../errors.js'
import { OutboundError } from '../http/outbound-fetch.js'

/** Sends one constant document as `auth_service` and narrows the answer. */
export interface Hasura {
  /**
   * @throws HasuraRefusal when Hasura answered with an error of the request
   * @throws AppError `hasura-unavailable` or `misconfigured`
   */
  request<T>(document: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T>
}

/** Hasura understood the request and refused it; `hasuraCode` is its `extensions.code`. */
export class HasuraRefusal extends AppError {
  readonly hasuraCode: string

  constructor(hasuraCode: string) {
    super('hasura-unavailable', { reason: `Hasura: ${hasuraCode}` })
    this.hasuraCode = hasuraCode
  }
}

interface HasuraOptions {
  endpoint: string
  fetch: typeof globalThis.fetch
  serviceToken: () => string
}

export function createHasura({ endpoint, fetch, serviceToken }: HasuraOptions): Hasura {
  const headers = () => ({ authorization: `Bearer ${serviceToken()}` })
  const client = new GraphQLClient(endpoint, { fetch, headers })
  return {
    async request(document, variables, shape) {
      const data: unknown = await client.request(document, variables).catch((error: unknown) => {
        throw hasuraFailure(error)
      })
      const parsed = shape.safeParse(data)
      if (!parsed.success)
        throw new AppError('hasura-unavailable', { reason: 'Hasura gave an answer of another shape' })
      return parsed.data
    },
  }
}

const unacceptedToken = new Set(['invalid-jwt', 'invalid-headers', 'jwt-invalid-claims', 'access-denied'])

/** Nothing of graphql-request's error is kept: its message holds the variables. */
function hasuraFailure(error: unknown): AppError {
  if (error instanceof OutboundError) {
    const status = error.kind === 'timeout' ? 504 : 503
    return new AppError('hasura-unavailable', { status, reason: `Hasura: ${error.kind}` })
  }
  const code = error instanceof ClientError ? error.response.errors?.[0]?.extensions?.['code'] : undefined
  if (typeof code !== 'string')
    return new AppError('hasura-unavailable', { reason: 'Hasura gave no GraphQL answer' })
  if (unacceptedToken.has(code)) {
    const reason = `Hasura refuses our token (${code}): HASURA_GRAPHQL_JWT_SECRET must be the same there and here`
    return new AppError('misconfigured', { reason })
  }
  if (code === 'validation-failed') {
    const reason = 'Hasura does not know our fields: apply the migrations and metadata of hasura/'
    return new AppError('misconfigured', { reason })
  }
  return new HasuraRefusal(code)
}

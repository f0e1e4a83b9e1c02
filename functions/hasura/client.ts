import { ClientError, GraphQLClient } from 'graphql-request'
import type { Budget } from '../budget.js'
import { AppError } from '../errors.js'
import { OutboundError } from '../http/outbound-fetch.js'
import { HasuraRefusal, type Operation } from './operation.js'

/** Runs operations as `auth_service` and narrows their answers. */
export interface Hasura {
  /**
   * @throws HasuraRefusal when Hasura answered with an error of the request
   * @throws AppError `hasura-unavailable` or `misconfigured`
   */
  run<Variables extends object, Answer>(
    operation: Operation<Variables, Answer>,
    variables: NoInfer<Variables>,
  ): Promise<Answer>
}

interface HasuraOptions {
  endpoint: string
  fetch: typeof globalThis.fetch
  serviceToken: () => string
  budget: Budget
}

export function createHasura({ endpoint, fetch, serviceToken, budget }: HasuraOptions): Hasura {
  const headers = () => ({ authorization: `Bearer ${serviceToken()}` })
  const client = new GraphQLClient(endpoint, { fetch, headers })
  // A spread has the index signature that graphql-request wants of variables, which an interface has not.
  const send = (document: string, variables: object) => client.request<unknown>(document, { ...variables })
  return {
    async run({ document, answerShape, writes }, variables) {
      // Nobody would hear of what it did.
      if (writes && !budget.fits(1)) throw noAnswer('no time is left for a write')
      const data = await send(document, variables).catch((error: unknown) => {
        throw hasuraFailure(error)
      })
      const parsed = answerShape.safeParse(data)
      if (!parsed.success)
        throw new AppError('hasura-unavailable', { reason: 'Hasura gave an answer of another shape' })
      return parsed.data
    },
  }
}

function noAnswer(reason: string): AppError {
  return new AppError('hasura-unavailable', { status: 504, reason })
}

const unacceptedToken = new Set(['invalid-jwt', 'invalid-headers', 'jwt-invalid-claims', 'access-denied'])

/** Nothing of graphql-request's error is kept: its message holds the variables. */
function hasuraFailure(error: unknown): AppError {
  if (error instanceof OutboundError) {
    if (error.kind === 'timeout') return noAnswer('Hasura: timeout')
    return new AppError('hasura-unavailable', { reason: `Hasura: ${error.kind}` })
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

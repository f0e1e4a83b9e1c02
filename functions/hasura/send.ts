import { ClientError, GraphQLClient } from 'graphql-request'
import * as z from 'zod'
import { AppError } from '../errors.js'
import { OutboundError } from '../http/outbound-fetch.js'

/** What Hasura says of a request that it refuses. */
export interface Refusal {
  code: string
  message: string
  /** What Postgres said; only a Hasura in dev mode tells it. */
  sqlState?: string | undefined
}

/** Hasura read the request and said no. Not for callers: `createHasura` makes a failure of it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super('Hasura refuses')
    this.refusal = refusal
  }
}

interface Door {
  endpoint: string
  fetch: typeof globalThis.fetch
  serviceToken: () => string
}

/**
 * Sends one document and gives what came as `data`. Nothing of graphql-request's error is kept: its message holds the
 * variables.
 *
 * @throws RefusedError for an error of GraphQL, AppError `hasura-unavailable` where there is no answer of GraphQL
 */
export async function sendDocument(door: Door, document: string, variables: object): Promise<unknown> {
  let answer: Response | undefined
  const fetch: typeof globalThis.fetch = async (input, init) => {
    answer = await door.fetch(input, init)
    return answer
  }
  const headers = { authorization: `Bearer ${door.serviceToken()}` }
  const options = { excludeOperationName: true, jsonSerializer: namingOperation(document) }
  const client = new GraphQLClient(door.endpoint, { fetch, headers, ...options })
  // A spread has the index signature that graphql-request wants of variables, which an interface has not.
  return client.request<unknown>(document, { ...variables }).catch((error: unknown) => {
    if (error instanceof OutboundError) throw noAnswer(error)
    const refusal = error instanceof ClientError ? readRefusal(error.response.errors?.[0]) : undefined
    if (refusal) throw new RefusedError(refusal)
    throw new AppError('hasura-unavailable', { reason: `Hasura gave no GraphQL answer${shapeOf(answer)}` })
  })
}

/**
 * Writes the operation's name into the request, for Hasura's own log. graphql-request would parse the document each time
 * to find it.
 */
function namingOperation(document: string): {
  parse: typeof JSON.parse
  stringify: (body: object) => string
} {
  const [, operationName] = /^\s*(?:query|mutation)\s+(\w+)/.exec(document) ?? []
  return { parse: JSON.parse, stringify: (body) => JSON.stringify({ ...body, operationName }) }
}

function noAnswer({ kind, reason: why }: OutboundError): AppError {
  const reason = kind === 'unreachable' ? `Hasura: ${why} at HASURA_GRAPHQL_ENDPOINT` : `Hasura: ${why}`
  return new AppError('hasura-unavailable', kind === 'timeout' ? { status: 504, reason } : { reason })
}

const errorShape = z.object({
  message: z.string().catch(''),
  extensions: z.object({
    code: z.string(),
    internal: z
      .object({ error: z.object({ status_code: z.string() }) })
      .optional()
      .catch(undefined),
  }),
})

function readRefusal(error: unknown): Refusal | undefined {
  const { data } = errorShape.safeParse(error)
  if (!data) return undefined
  const { code, internal } = data.extensions
  return { code, message: data.message, sqlState: internal?.error.status_code }
}

/** What is known of an answer besides its content, which may be anybody's. */
function shapeOf(answer: Response | undefined): string {
  if (!answer) return ''
  if (answer.statusText !== '' && answer.status === 502 && answer.headers.has('location'))
    return `, but a redirect (HTTP ${answer.statusText}): HASURA_GRAPHQL_ENDPOINT must be where it leads`
  const [, type = 'no media type'] =
    /^([\w.+-]{1,40}\/[\w.+-]{1,60})/.exec(answer.headers.get('content-type') ?? '') ?? []
  const path =
    answer.status === 404
      ? ': HASURA_GRAPHQL_ENDPOINT leads to something else, or HASURA_GRAPHQL_ENABLED_APIS of Hasura lacks graphql'
      : ''
  return `, but HTTP ${answer.status} with ${type}${path}`
}

import { HasuraError } from '../errors.js'
import { REST_METHODS } from '../metadata/schemas/rest-endpoint.js'
import type { RestEndpoint } from './find-rest-endpoints.js'
import { isVariable } from './is-variable.js'

interface Match {
  endpoint: RestEndpoint
  /** What the path says for the endpoint's variables, by their names. */
  parameters: [name: string, text: string][]
}

/**
 * The endpoint that a request means.
 *
 * @param path what follows `/api/rest/`, decoded
 * @throws HasuraError in the words of Hasura.Server.Rest, `runCustomEndpoint`
 */
export function matchEndpoint(endpoints: readonly RestEndpoint[], method: string, path: string): Match {
  const given = path.split('/')
  const reached = endpoints.filter(({ segments }) => reaches(segments, given))
  if (reached.length === 0) throw new HasuraError('not-found', 'Endpoint not found', { status: 404 })
  const [endpoint, ...others] = reached.filter(({ methods }) => methods.some((one) => one === method))
  if (!endpoint) throw wrongMethod(reached)
  if (others.length > 0) throw new HasuraError('unexpected', 'Multiple endpoints match request')
  const parameters = endpoint.segments.flatMap((segment, position): Match['parameters'] =>
    isVariable(segment) ? [[segment.slice(1), given[position] ?? '']] : [],
  )
  return { endpoint, parameters }
}

function reaches(segments: readonly string[], given: readonly string[]): boolean {
  return (
    segments.length === given.length &&
    segments.every((segment, position) => isVariable(segment) || segment === given[position])
  )
}

function wrongMethod(reached: readonly RestEndpoint[]): HasuraError {
  const allowed = REST_METHODS.filter((method) => reached.some(({ methods }) => methods.includes(method)))
  const message = `Allowed methods: ${allowed.join(', ')}`
  return new HasuraError('method-not-allowed', message, { status: 405 })
}

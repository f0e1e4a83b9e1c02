import type { Inconsistency } from '../model/model.js'
import type { RestEndpoint } from './find-rest-endpoints.js'
import { isVariable } from './is-variable.js'

/** What is wrong with the paths of endpoints, each alone and beside the others; Hasura serves them nevertheless. */
export function findPathProblems(endpoints: readonly RestEndpoint[]): Inconsistency[] {
  return [
    ...endpoints
      .filter(repeatsVariable)
      .map((endpoint) => problem(endpoint, `Duplicate variables found in endpoint path: ${endpoint.url}`)),
    ...endpoints
      .filter(({ segments }) => segments.includes('') || segments.includes(':'))
      .map((endpoint) =>
        problem(endpoint, `Empty segments or unnamed variables are not allowed: ${endpoint.url}`),
      ),
    ...groupAmbiguous(endpoints).flatMap(describeGroup),
  ]
}

function problem(endpoint: RestEndpoint, reason: string): Inconsistency {
  const { index, name } = endpoint
  return { path: ['rest_endpoints', index], type: 'rest_endpoint', name, reason, definition: shown(endpoint) }
}

function shown({ name, url, methods, definition, comment }: RestEndpoint) {
  return { name, url, methods, definition, comment: comment ?? null }
}

function repeatsVariable({ segments }: RestEndpoint): boolean {
  const variables = segments.filter(isVariable)
  return new Set(variables).size < variables.length
}

/** Endpoints that some request could mean, together with those that share another such request with one of them. */
function groupAmbiguous(endpoints: readonly RestEndpoint[]): RestEndpoint[][] {
  let groups: RestEndpoint[][] = []
  for (const endpoint of endpoints) {
    const touched = groups.filter((group) => group.some((other) => couldBothBeMeant(endpoint, other)))
    groups = [...groups.filter((group) => !touched.includes(group)), [...touched.flat(), endpoint]]
  }
  return groups.filter(({ length }) => length > 1)
}

function couldBothBeMeant(one: RestEndpoint, other: RestEndpoint): boolean {
  return (
    one.segments.length === other.segments.length &&
    one.methods.some((method) => other.methods.includes(method)) &&
    one.segments.every((segment, position) => {
      const beside = other.segments[position] ?? ''
      return segment === beside || isVariable(segment) || isVariable(beside)
    })
  )
}

/** One problem of all of them, which Hasura puts down to the first by name. */
function describeGroup(group: readonly RestEndpoint[]): Inconsistency[] {
  const byName = [...group].sort((a, b) => (a.name < b.name ? -1 : 1))
  const reason = `Ambiguous URL paths: ${byName.map(({ url }) => url).join(', ')}`
  const conflicts = byName.map((one) => ({ ...shown(one), definition: { query: one.query } }))
  return byName.slice(0, 1).map((first) => ({ ...problem(first, reason), conflicts }))
}

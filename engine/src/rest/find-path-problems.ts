import type { Inconsistency } from '../model/model.js'
import type { RestEndpoint } from './find-rest-endpoints.js'
import { isVariable } from './is-variable.js'

/** What is wrong with the paths of REST endpoints, each alone and beside the others; they are served nevertheless. */
export function findPathProblems(endpoints: readonly RestEndpoint[]): Inconsistency[] {
  return [
    ...endpoints
      .filter(repeatsVariable)
      .map((endpoint) => ofPath('Duplicate variables found in endpoint path: ', endpoint)),
    ...endpoints
      .filter(hasEmptySegment)
      .map((endpoint) => ofPath('Empty segments or unnamed variables are not allowed: ', endpoint)),
    ...groupAmbiguous(endpoints).flatMap(describeGroup),
  ]
}

function repeatsVariable({ segments }: RestEndpoint): boolean {
  const variables = segments.filter(isVariable)
  return new Set(variables).size < variables.length
}

function hasEmptySegment({ segments }: RestEndpoint): boolean {
  return segments.some((segment) => segment === '' || segment === ':')
}

function ofPath(problem: string, { index, metadata }: RestEndpoint): Inconsistency {
  return {
    path: ['rest_endpoints', index],
    type: 'rest_endpoint',
    name: metadata.name,
    reason: problem + metadata.url,
    definition: metadata,
  }
}

/** Endpoints that some request could mean, together with those that share another such request with one of them. */
function groupAmbiguous(endpoints: readonly RestEndpoint[]): RestEndpoint[][] {
  let groups: RestEndpoint[][] = []
  for (const endpoint of endpoints) {
    const touched = groups.filter((group) => group.some((other) => couldBeMeantWith(endpoint, other)))
    groups = [...groups.filter((group) => !touched.includes(group)), [...touched.flat(), endpoint]]
  }
  return groups.filter(({ length }) => length > 1)
}

function couldBeMeantWith(one: RestEndpoint, other: RestEndpoint): boolean {
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
  const byName = [...group].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  return byName.slice(0, 1).map((first) => ({
    ...ofPath('', first),
    reason: `Ambiguous URL paths: ${byName.map(({ metadata }) => metadata.url).join(', ')}`,
    conflicts: byName.map(({ metadata, query }) => ({ ...metadata, definition: { query } })),
  }))
}

import { HasuraError } from '../errors.js'
import { followJsonPath, printJsonPath } from './json-path.js'
import type { ClaimsMap, ClaimsPlace, MappedClaim } from './jwt-config.js'
import { isSessionVariable } from './session-variables.js'
import type { TokenClaims } from './verify-token.js'

const ALLOWED_ROLES = 'x-hasura-allowed-roles'
const DEFAULT_ROLE = 'x-hasura-default-role'

interface HasuraClaims {
  allowedRoles: string[]
  defaultRole: string
  /** All other `x-hasura-*` claims, lower-case. */
  variables: Record<string, string>
}

/** Reads what a verified token says about roles and session variables, from its namespace or by a claims map. */
export function readHasuraClaims(claims: TokenClaims, source: ClaimsMap | ClaimsPlace): HasuraClaims {
  const found = isClaimsPlace(source) ? claimsAt(claims, source) : mappedClaims(claims, source)
  const { [ALLOWED_ROLES]: allowedRoles, [DEFAULT_ROLE]: defaultRole, ...others } = found
  return {
    allowedRoles: readRoles(allowedRoles),
    defaultRole: readRole(defaultRole, isClaimsPlace(source) ? 'a single role name' : 'a role'),
    variables: Object.fromEntries(
      Object.entries(others).map(([name, value]) => [name, readText(value, 'x-hasura-* claims')]),
    ),
  }
}

function isClaimsPlace(source: ClaimsMap | ClaimsPlace): source is ClaimsPlace {
  return 'namespace' in source
}

function claimsAt(claims: TokenClaims, place: ClaimsPlace): Record<string, unknown> {
  const object = parseClaims(locate(claims, place), place)
  const variables = Object.entries(object).filter(([name]) => isSessionVariable(name))
  return Object.fromEntries(variables.map(([name, value]) => [name.toLowerCase(), value]))
}

function locate(claims: TokenClaims, { namespace }: ClaimsPlace): unknown {
  const value = typeof namespace === 'string' ? claims[namespace] : followJsonPath(claims, namespace)
  if (value !== undefined) return value
  throw invalidClaims(
    typeof namespace === 'string'
      ? `claims key: '${namespace}' not found`
      : `claims not found at claims_namespace_path: '${printJsonPath(namespace)}'`,
  )
}

function parseClaims(value: unknown, place: ClaimsPlace): object {
  if (place.format === 'json') {
    if (isObject(value)) return value
    throw invalidClaims('expecting a json object when claims_format is json')
  }
  if (typeof value !== 'string')
    throw invalidClaims('expecting a string when claims_format is stringified_json')
  try {
    const parsed: unknown = JSON.parse(value)
    if (isObject(parsed)) return parsed
  } catch {
    // answered below, like JSON of another kind
  }
  const { namespace } = place
  const location =
    typeof namespace === 'string'
      ? `claims_namespace ${namespace}`
      : `claims_namespace_path ${printJsonPath(namespace)}`
  throw invalidClaims(`expecting stringified json at: '${location}', but found: ${value}`)
}

function mappedClaims(claims: TokenClaims, map: ClaimsMap): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [name, source] of Object.entries(map)) {
    const variable = name.toLowerCase()
    const value = mappedValue(claims, source)
    const isRole = variable === ALLOWED_ROLES || variable === DEFAULT_ROLE
    if (value === undefined && !isRole)
      throw invalidClaims(`JWT claim from claims_map, "${variable}" not found`)
    found[variable] = value
  }
  return found
}

function mappedValue(claims: TokenClaims, source: MappedClaim<string | string[]>): unknown {
  if ('constant' in source) return source.constant
  const found = followJsonPath(claims, source.path)
  // Only what is not there has a default; a null is there, and wrong.
  return found === undefined ? source.default : found
}

function readRoles(value: unknown): string[] {
  const invalid = `invalid "${ALLOWED_ROLES}"; should be a list of roles`
  if (value === undefined) throw missingRoleClaim(ALLOWED_ROLES)
  if (!Array.isArray(value))
    throw invalidClaims(`${invalid}: parsing [] failed, expected Array, but encountered ${kindOf(value)}`)
  return value.map((role) => readText(role, invalid))
}

function readRole(value: unknown, shape: string): string {
  if (value === undefined) throw missingRoleClaim(DEFAULT_ROLE)
  return readText(value, `invalid "${DEFAULT_ROLE}"; should be ${shape}`)
}

function readText(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  throw invalidClaims(`${where}: parsing Text failed, expected String, but encountered ${kindOf(value)}`)
}

/** The kinds as Hasura's JSON library names them. */
function kindOf(value: unknown): string {
  if (value === null) return 'Null'
  if (Array.isArray(value)) return 'Array'
  return { string: 'String', number: 'Number', boolean: 'Boolean' }[String(typeof value)] ?? 'Object'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function missingRoleClaim(name: string): HasuraError {
  return new HasuraError('jwt-missing-role-claims', `JWT claim does not contain "${name}"`)
}

function invalidClaims(message: string): HasuraError {
  return new HasuraError('jwt-invalid-claims', message)
}

import type { ClaimRule, CustomClaims } from '../config/custom-claims.js'
import { commonRole, isGrantable } from '../config/grantable-role.js'
import { AppError } from '../errors.js'

// With these, the longest names and ten of the longest roles, the access token still fits into two cookies.
const maxCustomBytes = 768

/** What the database says about a person's roles. */
interface RoleGrant {
  defaultRole: string
  roles: readonly string[]
}

export interface ResolvedRoles {
  allowedRoles: string[]
  defaultRole: string
}

/**
 * The roles that a token may carry.
 *
 * @throws AppError `role-required` when no role is left: a person without roles cannot sign in
 */
export function resolveRoles({ defaultRole, roles }: RoleGrant): ResolvedRoles {
  const allowedRoles = [...new Set(roles)].filter(isGrantable).sort()
  const fallback = allowedRoles.includes(commonRole) ? commonRole : allowedRoles[0]
  const chosen = allowedRoles.includes(defaultRole) ? defaultRole : fallback
  if (chosen === undefined) throw new AppError('role-required', { reason: 'the person has no role' })
  return { allowedRoles, defaultRole: chosen }
}

interface Identity {
  userId: string
  sessionId: string
  roles: ResolvedRoles
  /** Claims of the configuration; those of this file win over them. */
  customClaims: Record<string, string>
}

/**
 * The claims that Hasura turns into the session of a request. Every value is text, the roles a list of text.
 *
 * @see https://hasura.io/docs/2.0/auth/authentication/jwt/#the-spec
 */
export function buildHasuraClaims({
  userId,
  sessionId,
  roles,
  customClaims,
}: Identity): Record<string, string | string[]> {
  return {
    ...customClaims,
    'x-hasura-allowed-roles': roles.allowedRoles,
    'x-hasura-default-role': roles.defaultRole,
    'x-hasura-user-id': userId,
    'x-hasura-session-id': sessionId,
  }
}

/**
 * Makes the configured claims of what the database says about a person.
 *
 * @param row the user's row with the fields of the configured fragment
 * @throws AppError `misconfigured` when a required claim has no value, one cannot be text, or all are too long together
 */
export function readCustomClaims(config: CustomClaims | undefined, row: unknown): Record<string, string> {
  const claims = Object.fromEntries((config?.rules ?? []).map((rule) => [rule.name, readClaim(rule, row)]))
  if (Buffer.byteLength(JSON.stringify(claims)) > maxCustomBytes)
    throw unusable('together', `are over ${maxCustomBytes} bytes`)
  return claims
}

function readClaim(rule: ClaimRule, row: unknown): string {
  const values = follow(rule.path, row).filter(
    (value) => value !== null && value !== undefined && value !== '',
  )
  if (rule.as === 'array' && (values.length > 0 || rule.default === undefined)) {
    return arrayLiteral(values.map((value) => toText(rule, value)))
  }
  if (values.length > 1) throw unusable(rule.name, 'has several values and is not an array')
  if (values.length === 1) return toText(rule, values[0])
  if (rule.default !== undefined) return rule.default
  throw unusable(rule.name, 'has no value and no default')
}

function follow([step, ...rest]: ClaimRule['path'], value: unknown): unknown[] {
  if (step === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  const next: unknown = Object.hasOwn(value, step.key) ? Reflect.get(value, step.key) : undefined
  if (!step.each) return follow(rest, next)
  return Array.isArray(next) ? next.flatMap((element) => follow(rest, element)) : []
}

/** Hasura takes claims as text only; a number that lost digits on its way would be another number. */
function toText(rule: ClaimRule, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value)
  if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) return String(value)
  throw unusable(rule.name, 'is neither text, number nor boolean')
}

/** @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayLiteral(values: string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

function unusable(name: string, why: string): AppError {
  return new AppError('misconfigured', { reason: `CUSTOM_CLAIMS: ${name} ${why}` })
}

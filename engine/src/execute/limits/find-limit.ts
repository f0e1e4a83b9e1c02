import type { Session } from '../../auth/session.js'
import type { ApiLimits } from '../../metadata/schemas/api-limits.js'

type LimitKind = Exclude<keyof ApiLimits, 'disabled'>
type Limit<Kind extends LimitKind> = NonNullable<ApiLimits[Kind]>['global']

/** The limit of a session's role; nothing limits an admin. */
export function findLimit<Kind extends LimitKind>(
  limits: ApiLimits,
  kind: Kind,
  { isAdmin, role }: Session,
): Limit<Kind> | undefined {
  const limit = limits[kind]
  if (limit === undefined || limits.disabled || isAdmin) return undefined
  return Object.hasOwn(limit.per_role, role) ? limit.per_role[role] : limit.global
}

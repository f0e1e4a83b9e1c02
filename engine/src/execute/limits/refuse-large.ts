import type { Session } from '../../auth/session.js'
import { HasuraError } from '../../errors.js'
import type { ApiLimits } from '../../metadata/schemas/api-limits.js'
import { findLimit } from './find-limit.js'

/**
 * Holds what a client sends at once to the limits of its role. No source of Hasura's that is open has words for these
 * errors; they are ours.
 */
export function refuseLarge(
  kind: 'depth' | 'node' | 'batch',
  size: number,
  session: Session,
  limits: ApiLimits,
): void {
  const max = findLimit(limits, `${kind}_limit`, session)
  if (max === undefined || size <= max) return
  throw new HasuraError(`${kind}-limit-exceeded`, `${kind} limit of ${max} exceeded: ${size}`)
}

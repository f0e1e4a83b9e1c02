import { AppError } from '../errors.js'
import { type Cause, causes } from './causes.js'
import { HasuraRefusal } from './operation.js'
import type { Refusal } from './send.js'

const openings = { token: 'refuses our token', schema: 'does not know our fields' } as const

/** The first cause that fits a refusal. */
export function findCause(refusal: Refusal, claimsFragment = ''): Cause | undefined {
  return causes.find((cause) => {
    if (cause.code !== refusal.code) return false
    if (cause.sqlState && !cause.sqlState.test(refusal.sqlState ?? '')) return false
    const said = cause.says ? cause.says.exec(refusal.message) : []
    if (!said) return false
    return !cause.claimsAsk || names(claimsFragment).has(said[1] ?? '')
  })
}

/** The failure that a refusal of Hasura is, with its cause where that is known. */
export function explainRefusal(refusal: Refusal, claimsFragment?: string): AppError {
  const { code } = refusal
  const cause = findCause(refusal, claimsFragment)
  if (!cause) return new HasuraRefusal(code)
  const { of, failure } = cause
  const said = cause.says?.exec(refusal.message) ?? []
  const reason = cause.reason.replace(/\$(\d)/g, (_, index: string) => said[Number(index)] ?? '')
  if (of === 'rows') return new HasuraRefusal(code, { failure, reason })
  return new AppError(failure, { reason: `Hasura ${openings[of]} (${code}): ${reason}` })
}

function names(fragment: string): Set<string> {
  return new Set(fragment.match(/\w+/g))
}

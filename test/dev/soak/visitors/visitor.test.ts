import { describe, expect, it } from 'vitest'
import { toldByError } from '../../../../dev/soak/visitors/visitor.js'
import { failures } from '../../../../functions/failures.js'

const told = (code: keyof typeof failures) => toldByError({ message: failures[code].message, code })

describe('toldByError()', () => {
  it.each(['hasura-unavailable', 'github-unavailable', 'github-rate-limited'] as const)(
    'takes %s for a request for patience',
    (code) => expect(told(code)).toBe('try again'),
  )

  it.each(['refresh-token-reused', 'invalid-refresh-token'] as const)(
    'takes %s for the end of a session',
    (code) => expect(told(code)).toBe('signed out'),
  )

  it.each(['misconfigured', 'internal', 'user-disabled'] as const)('takes %s for a refusal', (code) =>
    expect(told(code)).toBe('refused'),
  )
})

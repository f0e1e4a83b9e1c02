import { describe, expect, test } from 'vitest'
import { AppError } from '../../functions/errors.js'
import type { Trait } from '../../functions/failure.js'
import { type ErrorCode, failures } from '../../functions/failures.js'

/** Object.keys forgets that the keys are exactly the codes. */
const codes = Object.keys(failures) as ErrorCode[]
const codesThat = (trait: Trait) => codes.filter((code) => new AppError(code).has(trait)).sort()

describe('failures', () => {
  test.each<[Trait, ErrorCode[]]>([
    [
      'endsSession',
      [
        'grant-revoked',
        'grant-unreadable',
        'invalid-refresh-token',
        'organisation-required',
        'refresh-token-reused',
        'role-required',
        'user-disabled',
      ],
    ],
    ['endsAccess', ['account-type', 'grant-revoked', 'organisation-required']],
    [
      'isRecorded',
      ['account-type', 'organisation-required', 'role-required', 'sign-up-closed', 'user-disabled'],
    ],
    ['isLasting', ['grant-unreadable']],
  ])('%s is said of the codes that it is true for, and of no other', (trait, expected) => {
    expect(codesThat(trait)).toEqual(expected)
  })
})

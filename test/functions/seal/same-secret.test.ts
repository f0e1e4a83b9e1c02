import { describe, expect, test } from 'vitest'
import { sameSecret } from '../../../functions/seal/same-secret.js'

describe('sameSecret()', () => {
  test.each([
    ['', 'abc'],
    ['ab', 'abc'],
    ['abcd', 'abc'],
    ['äöü', 'abc'],
    ['abd', 'abc'],
  ])('S-CB-02 finds %j different from %j without throwing', (a, b) => {
    expect(sameSecret(a, b)).toBe(false)
    expect(sameSecret(b, b)).toBe(true)
  })
})

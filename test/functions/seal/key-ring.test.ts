import { describe, expect, it, vi } from 'vitest'
import { createKeyRing } from '../../../functions/seal/key-ring.js'

describe('createKeyRing()', () => {
  it('derives each key once, and none that nobody asks for', () => {
    const derive = vi.fn((secret: string) => `key of ${secret}`)
    const ring = createKeyRing(['new', 'old'], [], derive)
    expect(derive).not.toHaveBeenCalled()
    expect([ring.current.key, ring.current.key]).toEqual(['key of new', 'key of new'])
    expect(derive.mock.calls).toEqual([['new']])
  })
})

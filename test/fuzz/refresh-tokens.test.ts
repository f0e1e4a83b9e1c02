import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText, damaged, someRuns } from '../../engine/test/support/odd-texts.js'
import { callAction } from '../support/call-webhook.js'
import { answeringWorld, expectRefusalOrAnswer } from './support.js'

const world = answeringWorld()
const { refreshTokens } = world.deps
const genuine = refreshTokens.mint({ sessionId: randomUUID(), generation: 7 })

/** Another id of a key is one that we do not know: no token either. */
function readOrDoubt(text: string) {
  try {
    return refreshTokens.read(text)
  } catch (error) {
    expect(error).toMatchObject({ code: 'unknown-key' })
    expect(text.split('.')[3]).not.toBe(genuine.split('.')[3])
    return undefined
  }
}

describe('refresh tokens from outside', () => {
  test('S-SESS-01 nothing but what was minted is taken for a token', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(genuine)), (text) => {
        expect(readOrDoubt(text)).toBeUndefined()
      }),
      { ...someRuns, numRuns: 2000 },
    )
  })

  test('S-SESS-01 what was minted is read as it was minted', () => {
    const generations = fc.integer({ min: 1, max: 999_999_999 })
    fc.assert(
      fc.property(fc.uuid(), generations, (sessionId, generation) => {
        const token = refreshTokens.mint({ sessionId, generation })
        expect(refreshTokens.read(token)).toEqual({ sessionId, generation })
      }),
      someRuns,
    )
  })

  test('S-JWT-12 refreshSession and logout refuse them without asking anybody', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, damaged(genuine)), async (refreshToken) => {
        for (const name of ['refreshSession', 'logout'])
          await expectRefusalOrAnswer(await callAction(world, name, { input: { refreshToken } }))
      }),
      someRuns,
    )
    expect(world.calls).toEqual([])
  })
})

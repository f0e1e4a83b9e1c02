import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anyText, damaged, fewRuns } from '../../engine/test/support/odd-texts.js'
import { createSealer } from '../../functions/seal/sealer.js'
import type { Purpose } from '../../functions/seal/sealing-key.js'
import { secret } from '../support/test-env.js'

const purposes: readonly Purpose[] = ['transaction', 'state', 'github-token', 'device-code']
const now = new Date('2026-03-01T12:00:00Z')
const sealer = createSealer([secret(), secret()], () => now)

describe('sealed texts from outside', () => {
  test('S-COOKIE-03 nothing opens that was not sealed here', async () => {
    const sealed = await sealer.seal('state', { hello: 'world' }, 600)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anyText, damaged(sealed), dotted),
        fc.constantFrom(...purposes),
        async (text, purpose) => {
          const opened = await sealer
            .open(
              purpose,
              z.unknown().refine((content) => content !== undefined),
              text,
            )
            .catch(unlessUnknownKey)
          if (opened !== undefined) expect([opened, text]).toEqual([{ hello: 'world' }, sealed])
        },
      ),
      { ...fewRuns, numRuns: 500 },
    )
  })

  test('S-JWT-05 each kind opens in its own place and in no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...purposes),
        fc.constantFrom(...purposes),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (made, read, content) => {
          const opened = await sealer.open(read, z.json(), await sealer.seal(made, content))
          if (made === read) expect(opened).toEqual(JSON.parse(JSON.stringify(content)))
          else expect(opened).toBeUndefined()
        },
      ),
      fewRuns,
    )
  })
})

function unlessUnknownKey(error: unknown): undefined {
  expect(error).toMatchObject({ code: 'unknown-key' })
}

const part = fc.oneof(
  fc.constantFrom('', 'e30', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0'),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
)
const dotted = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.'))

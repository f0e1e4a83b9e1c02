import { createHash } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { toAppError } from '../../../functions/errors.js'
import { deriveKey, keyIdOf } from '../../../functions/seal/key-ring.js'
import { createSealer } from '../../../functions/seal/sealer.js'
import type { Purpose } from '../../../functions/seal/sealing-key.js'
import { secret } from '../../support/test-env.js'

const shape = z.object({ nonce: z.string() })
const content = { nonce: 'n' }
const purposes: Purpose[] = ['transaction', 'state', 'github-token', 'device-code']

function sealerAt(time: Date, secrets = [secret()]) {
  const clock = { now: time }
  return { clock, sealer: createSealer(secrets, () => clock.now) }
}

describe('createSealer()', () => {
  const start = new Date('2026-03-01T12:00:00Z')

  test('opens what it sealed', async () => {
    const { sealer } = sealerAt(start)
    expect(await sealer.open('state', shape, await sealer.seal('state', content, 600))).toEqual(content)
  })

  test('hides the content', async () => {
    const { sealer } = sealerAt(start)
    const sealed = await sealer.seal('state', { nonce: 'canary-value' })
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('canary-value')
  })

  test('S-START-06 opens nothing after its time, by the clock of the server', async () => {
    const { sealer, clock } = sealerAt(start)
    const sealed = await sealer.seal('transaction', content, 600)
    clock.now = new Date(start.getTime() + 599_000)
    expect(await sealer.open('transaction', shape, sealed)).toEqual(content)
    clock.now = new Date(start.getTime() + 600_000)
    expect(await sealer.open('transaction', shape, sealed)).toBeUndefined()
  })

  for (const made of purposes) {
    for (const used of purposes.filter((purpose) => purpose !== made)) {
      test(`S-JWT-05 S-CVE-02 refuses a ${made} in place of a ${used}`, async () => {
        const { sealer } = sealerAt(start)
        expect(await sealer.open(used, shape, await sealer.seal(made, content, 600))).toBeUndefined()
      })
    }
  }

  test('S-COOKIE-03 refuses a sealed text with any one byte changed', async () => {
    const { sealer } = sealerAt(start)
    const sealed = await sealer.seal('transaction', content, 600)
    const outcome = (text: string) =>
      sealer.open('transaction', shape, text).catch((error: unknown) => toAppError(error).code)
    for (let place = 0; place < sealed.length; place += 1) {
      const other = sealed[place] === 'A' ? 'B' : 'A'
      const changed = sealed.slice(0, place) + other + sealed.slice(place + 1)
      // In the header it may be the id of the key, which another deployment may know.
      const refusals = place < sealed.indexOf('.') ? [undefined, 'unknown-key'] : [undefined]
      expect(refusals, `byte ${place}`).toContain(await outcome(changed))
    }
  })

  test('opens what the previous secret sealed and seals with the current one', async () => {
    const [previous, current] = [secret(), secret()]
    const before = sealerAt(start, [previous]).sealer
    const during = sealerAt(start, [current, previous]).sealer
    const after = sealerAt(start, [current]).sealer
    expect(await during.open('state', shape, await before.seal('state', content))).toEqual(content)
    expect(await after.open('state', shape, await during.seal('state', content))).toEqual(content)
    const late = await before.seal('state', content)
    await expect(after.open('state', shape, late)).rejects.toMatchObject({ code: 'unknown-key', status: 503 })
    const retired = createSealer([current], () => start, [keyIdOf(previous)])
    expect(await retired.open('state', shape, late)).toBeUndefined()
  })

  test('tells what the previous secret sealed from what the current one did', async () => {
    const [previous, current] = [secret(), secret()]
    const before = sealerAt(start, [previous]).sealer
    const during = sealerAt(start, [current, previous]).sealer
    expect(during.isCurrent('github-token', await before.seal('github-token', content))).toBe(false)
    expect(during.isCurrent('github-token', await during.seal('github-token', content))).toBe(true)
  })

  // As version 0.1.0 sealed: the kid is a digest of the purpose's key.
  async function sealedBefore(secretOfThen: string) {
    const key = deriveKey(secretOfThen, 'seal state')
    const kid = createHash('sha256').update(key).digest('base64url').slice(0, 8)
    const header = { alg: 'dir', enc: 'A256GCM', typ: 'state', kid }
    return new EncryptJWT({ content }).setProtectedHeader(header).encrypt(key)
  }

  test('R-06a opens what version 0.1.0 sealed under any accepted secret', async () => {
    const [first, second] = [secret(), secret()]
    const { sealer } = sealerAt(start, [second, first])
    const sealed = await sealedBefore(first)
    expect(await sealer.open('state', shape, sealed)).toEqual(content)
    expect(sealer.isCurrent('state', sealed)).toBe(false)
    const known = createSealer([second], () => start)
    expect(await known.open('state', shape, sealed)).toBeUndefined()
    const rotated = createSealer([second, secret()], () => start)
    await expect(rotated.open('state', shape, sealed)).rejects.toMatchObject({ code: 'unknown-key' })
  })

  test('refuses content of another shape', async () => {
    const { sealer } = sealerAt(start)
    expect(await sealer.open('state', shape, await sealer.seal('state', { other: 1 }))).toBeUndefined()
  })

  test.each(['', '.', '....', 'a.b.c', '%', 'x'.repeat(1_000_000)])(
    'opens nothing of %.10s',
    async (junk) => {
      const { sealer } = sealerAt(start)
      expect(await sealer.open('state', shape, junk)).toBeUndefined()
    },
  )
})

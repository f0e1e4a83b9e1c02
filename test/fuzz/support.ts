import fc from 'fast-check'
import { expect } from 'vitest'
import type { FakeWorld } from '../support/fake-world.js'
import { fakeWorld } from '../support/fake-world.js'
import { acceptSignIns } from '../support/sign-in-flow.js'

/** The same inputs on every run: a failure can be repeated, and nothing turns red by chance. */
export const someRuns = { seed: 20_261_123, numRuns: 300 }
export const fewRuns = { ...someRuns, numRuns: 100 }

/** A world in which everything that is asked in good order is answered in good order. */
export function answeringWorld(env: Record<string, string> = {}): FakeWorld {
  const world = fakeWorld(env)
  acceptSignIns(world)
  const nobody = () => ({ sessions_by_pk: null, auth_log: [] })
  world.hasura
    .on('EndSessions', () => ({ delete_sessions: { returning: [] } }))
    .on('WriteLog', () => ({}))
    .on('RotateSession', () => ({ update_sessions: { returning: [] } }))
    .on('RotationState', nobody)
    .on('SyncState', () => ({ users_by_pk: null }))
    .on('StalestUsers', () => ({ users: [] }))
    .on('FindExpired', () => ({ sessions: [], auth_log: [] }))
  world.github.on('POST /login/device/code', () => ({
    device_code: 'd'.repeat(40),
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://github.com/login/device',
    expires_in: 900,
    interval: 5,
  }))
  return world
}

/** Any text: printable, with every kind of Unicode, with control characters and halves of pairs. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.integer({ max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 50 }),
  fc.constantFrom(
    '',
    ' ',
    '%',
    '%00',
    '..',
    '\u0000',
    '\r\n',
    '__proto__',
    'constructor',
    'null',
    'undefined',
  ),
)

/** What a header can carry: one byte a character, without line ends. */
export const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code === 0x7f ? 0x20 : code)),
  maxLength: 300,
})

/** A text with one piece cut out, doubled, or replaced. */
export function damaged(text: string): fc.Arbitrary<string> {
  const position = fc.nat({ max: text.length })
  return fc
    .tuple(position, position, anyText)
    .map(([a, b, piece]) => text.slice(0, Math.min(a, b)) + piece + text.slice(Math.max(a, b)))
    .filter((result) => result !== text)
}

/** A refusal with a code of ours; never the code of a mistake of our own. */
export async function expectRefusalOrAnswer(response: Response): Promise<void> {
  const text = await response.text()
  expect([response.status, text]).toEqual([expect.toSatisfy((status: number) => status < 500), text])
  expect(text).not.toContain('internal')
  expect(text).not.toMatch(/\bat [\w.]+ \(|node:internal|ZodError|TypeError/)
}

/** Whether two compact tokens hold the same bytes: base64url has spare bits at the end of a part. */
export function sameBytes(a: string, b: string): boolean {
  const bytes = (text: string) =>
    text.split('.').map((piece) => Buffer.from(piece, 'base64url').toString('hex'))
  return bytes(a).join('.') === bytes(b).join('.')
}

import { expect } from 'vitest'
import type { FakeWorld } from '../support/fake-world.js'
import { fakeWorld } from '../support/fake-world.js'
import { acceptSignIns } from '../support/sign-in-flow.js'

/** A world in which everything that is asked in good order is answered in good order. */
export function answeringWorld(env: Record<string, string> = {}): FakeWorld {
  const world = fakeWorld(env)
  acceptSignIns(world)
  const nobody = () => ({ sessions_by_pk: null, auth_log: [] })
  world.hasura
    .on('EndSessions', () => ({ reused: { affected_rows: 0 }, delete_sessions: { affected_rows: 0 } }))
    .on('WriteLog', () => ({}))
    .on('UseIdToken', () => ({}))
    .on('RotateSession', () => ({ update_sessions: { returning: [] } }))
    .on('RotationState', nobody)
    .on('BeginSync', () => ({ update_users: { returning: [] } }))
    .on('DueUsers', () => ({ users: [] }))
    .on('Purge', () => ({ purge_expired: [{ sessions: 0, log_rows: 0, id_tokens: 0 }] }))
  world.github.on('POST /login/device/code', () => ({
    device_code: 'd'.repeat(40),
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://github.com/login/device',
    expires_in: 900,
    interval: 5,
  }))
  return world
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

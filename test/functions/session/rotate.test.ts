import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { rotateSession } from '../../../functions/session/rotate.js'
import { userRow } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'

const sessionId = randomUUID()
const tokenOf = (world: FakeWorld, generation: number) =>
  world.deps.refreshTokens.mint({ sessionId, generation })

function rotationTo(generation: number, row = userRow()) {
  const session = { generation, idle_expires_at: '2026-03-31T12:00:00+00:00', user: row }
  return () => ({ update_sessions: { returning: [session] } })
}

/** A session of which a token was not accepted. */
function lateWorld(state: Record<string, unknown> | null, log: unknown[] = []) {
  const world = fakeWorld()
  const usual = {
    presented: 2,
    floor: 2,
    generation: 3,
    idle_expires_at: '2026-03-31T12:00:00+00:00',
    expires_at: '2026-08-01T12:00:00+00:00',
    user: { ...userRow(), disabled_at: null, checked_at: null, awaits_sync: false, github_token: null },
  }
  world.hasura
    .on('RotateSession', () => ({ update_sessions: { returning: [] } }))
    .on('RotationState', () => ({ sessions_by_pk: state && { ...usual, ...state }, auth_log: log }))
    .on('EndReusedSession', () => ({ delete_sessions: { affected_rows: 1 } }))
  return world
}

describe('rotateSession()', () => {
  test('R-02 gives the generation that the database answers, in one conditional write', async () => {
    const world = fakeWorld()
    world.hasura.on('RotateSession', rotationTo(5))
    const grant = await rotateSession(world.deps, tokenOf(world, 2))
    expect(grant.refreshToken).toBe(tokenOf(world, 5))
    expect(world.hasura.operations).toHaveLength(1)
    expect(world.hasura.operations[0]?.variables).toEqual({
      id: sessionId,
      presented: 2,
      now: '2026-03-01T12:00:00.000Z',
      idleExpiresAt: '2026-03-31T12:00:00.000Z',
      user: { disabled_at: { _is_null: true } },
    })
  })

  test('S-SESS-02 leaves the token usable when its successor cannot be made', async () => {
    const world = fakeWorld()
    world.hasura.on('RotateSession', rotationTo(3, userRow({ user_roles: [] })))
    await expect(rotateSession(world.deps, tokenOf(world, 2))).rejects.toMatchObject({
      code: 'role-required',
    })
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['RotateSession'])
    world.hasura.on('RotateSession', rotationTo(4))
    expect((await rotateSession(world.deps, tokenOf(world, 2))).refreshToken).toBe(tokenOf(world, 4))
  })

  test('S-CLAIM-07 takes roles from the database as it is now', async () => {
    const world = fakeWorld()
    const row = userRow({ default_role: 'moderator', user_roles: [{ role: 'moderator' }] })
    world.hasura.on('RotateSession', rotationTo(3, row))
    const { roles } = await rotateSession(world.deps, tokenOf(world, 2))
    expect(roles).toEqual({ allowedRoles: ['moderator'], defaultRole: 'moderator' })
  })

  test('refuses a forged token without asking anybody', async () => {
    const world = fakeWorld()
    const [session, mac] = [randomUUID(), randomBytes(32).toString('base64url')]
    const foreign = `v1.${session}.2.${mac}`
    for (const token of [foreign, '', 'v1', tokenOf(world, 2).slice(0, -2), `${tokenOf(world, 2)}x`]) {
      await expect(rotateSession(world.deps, token)).rejects.toMatchObject({
        code: 'invalid-refresh-token',
        status: 401,
      })
    }
    expect(world.calls).toEqual([])
  })

  test.each([
    ['of an earlier time', 1, {}],
    ['whose sibling was presented', 2, { presented: 3, floor: 4, generation: 5 }],
    ['whose siblings were handed out before it', 4, { presented: 3, floor: 4, generation: 5 }],
  ])('S-SESS-02 R-02 ends the session when a token comes back %s', async (_name, generation, state) => {
    const world = lateWorld(state)
    await expect(rotateSession(world.deps, tokenOf(world, generation))).rejects.toMatchObject({
      code: 'refresh-token-reused',
    })
    expect(world.hasura.operations.at(-1)).toMatchObject({
      name: 'EndReusedSession',
      variables: { id: sessionId, presented: generation, now: '2026-03-01T12:00:00.000Z' },
    })
    expect(world.log.join()).toContain('refresh-token-reused')
  })

  test('R-02 says nothing of reuse when the database sees it otherwise', async () => {
    const world = lateWorld({})
    world.hasura.on('EndReusedSession', () => ({ delete_sessions: { affected_rows: 0 } }))
    await expect(rotateSession(world.deps, tokenOf(world, 1))).rejects.toMatchObject({
      code: 'hasura-unavailable',
    })
    expect(world.log.join()).not.toContain('reused')
  })

  test('S-SESS-02 tells the true owner why the session is gone', async () => {
    const world = lateWorld(null, [{ id: randomUUID() }])
    await expect(rotateSession(world.deps, tokenOf(world, 3))).rejects.toMatchObject({
      code: 'refresh-token-reused',
    })
  })

  test.each<[string, Record<string, unknown> | null, number, string]>([
    ['is gone', null, 2, 'invalid-refresh-token'],
    ['was idle too long', { idle_expires_at: '2026-03-01T12:00:00+00:00' }, 2, 'invalid-refresh-token'],
    ['is too old', { expires_at: '2026-03-01T12:00:00+00:00' }, 2, 'invalid-refresh-token'],
    ['has not come so far yet', {}, 9, 'invalid-refresh-token'],
    [
      'belongs to a disabled user',
      {
        user: {
          ...userRow(),
          disabled_at: '2026-03-01T11:00:00+00:00',
          checked_at: null,
          awaits_sync: false,
          github_token: null,
        },
      },
      3,
      'user-disabled',
    ],
  ])('S-SESS-04 S-CLAIM-08 gives nothing for a session that %s', async (_name, state, generation, code) => {
    const world = lateWorld(state)
    await expect(rotateSession(world.deps, tokenOf(world, generation))).rejects.toMatchObject({ code })
    expect(world.hasura.operations.map(({ name }) => name)).not.toContain('EndReusedSession')
  })
})

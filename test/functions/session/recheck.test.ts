import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sealTokens } from '../../../functions/github-grant/sealed-tokens.js'
import { keyIdOf } from '../../../functions/seal/key-ring.js'
import { rotateSession } from '../../../functions/session/rotate.js'
import { grantRow, graphqlError, userRow } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'

const sessionId = randomUUID()
const memberOf = (login: string) => [{ state: 'active', organization: { login } }]

/** A live session whose person was last checked over an hour ago; a check makes the rotation possible. */
async function staleWorld(
  organisations: unknown = memberOf('acme'),
  token: string | null = 'gho_ofTheUser',
  retiredIds: string[] = [],
) {
  const world = fakeWorld({
    GITHUB_ALLOWED_ORGS: 'acme',
    GITHUB_ROLE_MAP: '{"acme":"moderator"}',
    AUTH_SECRETS_RETIRED: retiredIds.join(),
  })
  let checked = false
  const sealed =
    token === null ? null : await sealTokens(world.deps.sealer, '1001', { token, scopes: 'read:org' })
  const session = {
    presented: 2,
    floor: 2,
    generation: 3,
    idle_expires_at: '2026-03-31T12:00:00+00:00',
    expires_at: '2026-08-01T12:00:00+00:00',
    user: {
      ...userRow(),
      disabled_at: null,
      checked_at: '2026-03-01T11:00:00+00:00',
      awaits_sync: false,
      github_token: sealed && grantRow({ token: sealed.token }),
    },
  }
  world.hasura
    .on('RotateSession', () => ({
      update_sessions: {
        returning: checked
          ? [{ generation: 3, idle_expires_at: session.idle_expires_at, user: userRow() }]
          : [],
      },
    }))
    .on('RotationState', () => ({ sessions_by_pk: session, auth_log: [] }))
    .on('BeginCheck', () => ({ update_users: { returning: [{ ticket: 7 }] } }))
    .on('KeepAccess', () => {
      checked = true
      return { update_users: { affected_rows: 1 } }
    })
    .on('LoseAccess', () => ({ update_users: { affected_rows: 1 } }))
  world.github.on('GET /user/memberships/orgs', () => organisations)
  return world
}

const rotate = (world: FakeWorld) =>
  rotateSession(world.deps, world.deps.refreshTokens.mint({ sessionId, generation: 2 }))
const operations = (world: FakeWorld) => world.hasura.operations.map(({ name }) => name)

describe('rotateSession() where memberships decide', () => {
  test('demands a check within the hour from the row itself', async () => {
    const world = await staleWorld()
    await rotate(world)
    expect(world.hasura.operations[0]?.variables['user']).toEqual({
      disabled_at: { _is_null: true },
      awaits_sync: { _eq: false },
      checked_at: { _gt: '2026-03-01T11:00:00.000Z' },
    })
  })

  test('S-GH-14 asks GitHub again after an hour, writes the roles down and goes on', async () => {
    const world = await staleWorld()
    const grant = await rotate(world)
    expect(grant.refreshToken).toBe(world.deps.refreshTokens.mint({ sessionId, generation: 3 }))
    expect(operations(world)).toEqual([
      'RotateSession',
      'RotationState',
      'BeginCheck',
      'KeepAccess',
      'RotateSession',
    ])
    expect(world.hasura.operations[3]?.variables).toEqual({
      user: { id: { _eq: '1001' }, shown: { _lt: 7 } },
      changes: {
        checked_at: '2026-03-01T12:00:00.000Z',
        github_roles: ['moderator'],
        shown: 7,
        access_lost: null,
      },
    })
  })

  test('S-GH-14 ends every session of somebody who has left', async () => {
    const world = await staleWorld(memberOf('elsewhere'))
    await expect(rotate(world)).rejects.toMatchObject({ code: 'organisation-required' })
    expect(world.hasura.operations.at(-1)).toMatchObject({
      name: 'LoseAccess',
      variables: {
        user: { id: { _eq: '1001' }, github_token: { version: { _eq: 1 } } },
        changes: {
          github_roles: [],
          shown: 7,
          access_lost: 'organisation-required',
          sync_error: expect.stringContaining('GITHUB_ALLOWED_ORGS'),
        },
        endedGrants: { version: { _in: [] } },
      },
    })
    expect(world.log.join()).toContain('access-lost')
  })

  test('R-05c holds a judgement that something newer overtook against nobody', async () => {
    const world = await staleWorld(memberOf('elsewhere'))
    let isNewer = false
    world.hasura
      .on('LoseAccess', () => {
        isNewer = true
        return { update_users: { affected_rows: 0 } }
      })
      .on('RotateSession', () => ({
        update_sessions: {
          returning: isNewer
            ? [{ generation: 3, idle_expires_at: '2026-03-31T12:00:00+00:00', user: userRow() }]
            : [],
        },
      }))
    expect(await rotate(world)).toMatchObject({ refreshToken: expect.any(String) })
    expect(world.log.join()).not.toContain('access-lost')
  })

  test('S-GH-15 ends every session of somebody who revoked the grant', async () => {
    const world = await staleWorld(Response.json({ message: 'Bad credentials' }, { status: 401 }))
    await expect(rotate(world)).rejects.toMatchObject({ code: 'grant-revoked', status: 401 })
    const { name, variables } = world.hasura.operations.at(-1) ?? {}
    expect([name, variables?.['endedGrants']]).toEqual([
      'LoseAccess',
      {
        user: { id: { _eq: '1001' }, shown: { _eq: 7 }, github_token: { version: { _eq: 1 } } },
        version: { _in: [1] },
      },
    ])
  })

  test('ends every session of somebody whose token is gone', async () => {
    const world = await staleWorld(memberOf('acme'), null)
    await expect(rotate(world)).rejects.toMatchObject({ code: 'grant-revoked' })
    const { name, variables } = world.hasura.operations.at(-1) ?? {}
    expect([name, variables?.['user']]).toEqual([
      'LoseAccess',
      { id: { _eq: '1001' }, _not: { github_token: {} }, shown: { _lt: 7 }, wanted: { _lte: 7 } },
    ])
  })

  test.each([
    [
      'R-06d cannot tell about a token under a key that it does not know, and ends nothing',
      false,
      'unknown-key',
    ],
    [
      'asks whoever has a token under a retired secret to sign in again, and ends nothing',
      true,
      'grant-unreadable',
    ],
  ])('%s', async (_name, isRetired, code) => {
    const foreign = fakeWorld()
    const ids = foreign.deps.config.authSecrets.map(keyIdOf)
    const world = await staleWorld(undefined, undefined, isRetired ? ids : [])
    const { token } = await sealTokens(foreign.deps.sealer, '1001', { token: 'gho_x', scopes: '' })
    const state = (await world.hasura.answerTo('RotationState')) as {
      sessions_by_pk: { user: { github_token: unknown } }
    }
    state.sessions_by_pk.user.github_token = grantRow({ token })
    await expect(rotate(world)).rejects.toMatchObject({ code })
    expect(operations(world)).toEqual(['RotateSession', 'RotationState', 'BeginCheck'])
  })

  test('gives nothing and ends nothing while GitHub cannot tell', async () => {
    const world = await staleWorld(new Response('', { status: 502 }))
    await expect(rotate(world)).rejects.toMatchObject({ code: 'github-unavailable' })
    expect(operations(world)).toEqual(['RotateSession', 'RotationState', 'BeginCheck'])
  })

  test('asks GitHub nothing for a token that is not the current one', async () => {
    const world = await staleWorld()
    world.hasura.on('EndReusedSession', () => ({ delete_sessions: { affected_rows: 1 } }))
    const old = world.deps.refreshTokens.mint({ sessionId, generation: 1 })
    await expect(rotateSession(world.deps, old)).rejects.toMatchObject({ code: 'refresh-token-reused' })
    expect(world.calls.filter(({ url }) => url.includes('github'))).toEqual([])
  })

  test('S-ERR-02 gives nothing when the check cannot be written down', async () => {
    const world = await staleWorld()
    world.hasura.on('KeepAccess', () => graphqlError('unexpected'))
    await expect(rotate(world)).rejects.toMatchObject({ code: 'hasura-unavailable' })
  })
})

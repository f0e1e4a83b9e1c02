import { describe, expect, test } from 'vitest'
import { sealTokens } from '../../../functions/github-grant/seal-tokens.js'
import { deliver } from '../../support/call-webhook.js'
import { grantRow, silence } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'

const event = (op: string, data: unknown, changes: Record<string, unknown> = {}) => ({
  id: '3d2c1f7e-5a43-4f0c-8f6b-0d9c5b7f1c11',
  created_at: '2026-03-01T12:00:00.000000',
  trigger: { name: 'sync_user' },
  table: { schema: 'public', name: 'users' },
  event: { op, data, session_variables: { 'x-hasura-role': 'auth_service' }, trace_context: null },
  delivery_info: { current_retry: 0, max_retries: 8 },
  ...changes,
})
const signedIn = event('UPDATE', { old: { id: '1001' }, new: { id: '1001', last_signed_in_at: '…' } })

async function worldWithUser(scopes = 'user:email', deadlineMs?: number): Promise<FakeWorld> {
  const world = fakeWorld({}, deadlineMs)
  const { token } = await sealTokens(world.deps.sealer, '1001', { token: 'gho_ofTheUser', scopes })
  world.hasura
    .on('SyncState', () => ({
      users_by_pk: { disabled_at: null, github_token: grantRow({ token, scopes }) },
    }))
    .on('SaveSync', () => ({}))
    .on('EndGrant', () => ({}))
  return world
}

const lastWrite = (world: FakeWorld) => world.hasura.operations.at(-1)

describe('answerEvent() for sync_user', () => {
  test.each([
    ['INSERT', { old: null, new: { id: '1001' } }],
    ['UPDATE', { old: { id: '1001' }, new: { id: '1001' } }],
    ['MANUAL', { old: null, new: { id: '1001' } }],
  ])('S-HOOK-07 copies the profile on %s in one read and one write', async (op, data) => {
    const world = await worldWithUser()
    const response = await deliver(world, 'sync_user', event(op, data))
    expect(await response.json()).toEqual({ outcome: 'synced' })
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['SyncState', 'SaveSync'])
    expect(lastWrite(world)?.variables).toEqual({
      userId: '1001',
      changes: {
        login: 'octavia',
        name: 'Octavia',
        avatar_url: 'https://avatars.example/1001',
        email: 'octavia@example.com',
        synced_at: '2026-03-01T12:00:00.000Z',
        sync_error: null,
      },
    })
  })

  test.each<[string, unknown]>([
    ['unverified', [{ email: 'victim@example.com', primary: true, verified: false }]],
    ['not primary', [{ email: 'other@example.com', primary: false, verified: true }]],
    ['absent', []],
  ])('S-GH-07 stores no e-mail address that is %s', async (_name, emails) => {
    const world = await worldWithUser()
    world.github.emails = emails
    await deliver(world, 'sync_user', signedIn)
    expect(lastWrite(world)?.variables).toMatchObject({ changes: { email: null } })
  })

  test('asks for no e-mail address that the person did not grant', async () => {
    const world = await worldWithUser('read:org')
    await deliver(world, 'sync_user', signedIn)
    expect(world.calls.filter(({ url }) => url.endsWith('/user/emails'))).toEqual([])
  })

  test('S-HOOK-11 fetches nothing that a payload names', async () => {
    const world = await worldWithUser()
    const data = { old: null, new: { id: '1001', avatar_url: 'http://169.254.169.254/latest' } }
    await deliver(world, 'sync_user', event('INSERT', data))
    expect(world.calls.map(({ url }) => new URL(url).host)).not.toContain('169.254.169.254')
  })

  test('S-GH-15 ends a revoked grant, says so and needs no retry', async () => {
    const world = await worldWithUser()
    world.github.on('GET /user', () => Response.json({ message: 'Bad credentials' }, { status: 401 }))
    const response = await deliver(world, 'sync_user', signedIn)
    expect([response.status, await response.json()]).toEqual([200, { outcome: 'failed' }])
    expect(lastWrite(world)).toMatchObject({
      name: 'EndGrant',
      variables: { changes: { sync_error: expect.stringContaining('bad credentials') } },
    })
  })

  test('writes nothing of the profile when GitHub answers with another account', async () => {
    const world = await worldWithUser()
    Object.assign(world.github.profile as object, { id: 9999 })
    await deliver(world, 'sync_user', signedIn)
    expect(lastWrite(world)?.variables['changes']).toEqual({
      synced_at: '2026-03-01T12:00:00.000Z',
      sync_error: expect.stringContaining('another id'),
    })
  })

  test.each<[string, () => unknown, number]>([
    ['down', () => new Response('', { status: 502 }), 503],
    ['silent', () => silence, 504],
    ['limiting', () => Response.json({}, { status: 429, headers: { 'retry-after': '90' } }), 503],
  ])('S-HOOK-09 lets Hasura try again while GitHub is %s', async (name, answer, status) => {
    const world = await worldWithUser('user:email', 50)
    world.github.on('GET /user', answer)
    const response = await deliver(world, 'sync_user', signedIn)
    expect(response.status).toBe(status)
    expect(response.headers.get('retry-after')).toBe(name === 'limiting' ? '90' : null)
    expect(world.hasura.operations.map((operation) => operation.name)).toEqual(['SyncState'])
  })

  test.each<[string, unknown]>([
    ['gone', null],
    ['disabled', { disabled_at: '2026-01-01T00:00:00+00:00', github_token: grantRow({ token: 'x' }) }],
    ['without a grant', { disabled_at: null, github_token: null }],
  ])('leaves a user alone who is %s', async (_name, user) => {
    const world = await worldWithUser()
    world.hasura.on('SyncState', () => ({ users_by_pk: user }))
    const response = await deliver(world, 'sync_user', signedIn)
    expect(await response.json()).toEqual({ outcome: 'skipped' })
    expect(world.calls).toHaveLength(1)
  })

  test('S-GH-09 opens no token that was sealed for another person', async () => {
    const world = await worldWithUser()
    const { token } = await sealTokens(world.deps.sealer, '2002', { token: 'gho_ofSomebodyElse', scopes: '' })
    world.hasura.on('SyncState', () => ({
      users_by_pk: { disabled_at: null, github_token: grantRow({ token, scopes: '' }) },
    }))
    await deliver(world, 'sync_user', signedIn)
    expect(world.calls.filter(({ url }) => url.includes('github'))).toEqual([])
    expect(lastWrite(world)?.variables).toMatchObject({
      changes: { sync_error: expect.stringContaining('AUTH_SECRET') },
    })
  })

  test.each<[string, unknown]>([
    ['another trigger', { ...signedIn, trigger: { name: 'other' } }],
    ['another table', { ...signedIn, table: { schema: 'public', name: 'sessions' } }],
    ['a deletion', event('DELETE', { old: { id: '1001' }, new: null })],
    ['no id', event('UPDATE', { old: null, new: {} })],
    ['an id that is a path', event('UPDATE', { old: null, new: { id: '../admin' } })],
    ['null', null],
    ['text', '"x"'],
  ])('S-HOOK-06 S-CVE-25 refuses %s without effect', async (_name, payload) => {
    const world = await worldWithUser()
    expect((await deliver(world, 'sync_user', payload)).status).toBe(400)
    expect(world.calls).toEqual([])
  })
})

const cron = (name: string) => ({ id: 'e', name, scheduled_time: '2026-03-01T12:00:00Z', payload: {} })

describe('answerEvent() for cron triggers', () => {
  test('S-SESS-11 purge_expired deletes ended sessions and old log rows in one round trip', async () => {
    const world = fakeWorld()
    world.hasura.on('PurgeExpired', () => ({
      delete_sessions: { affected_rows: 3 },
      delete_auth_log: { affected_rows: 5 },
    }))
    const response = await deliver(world, 'purge_expired', cron('purge_expired'))
    expect(await response.json()).toEqual({ sessions: 3, logRows: 5 })
    expect(world.hasura.operations[0]?.variables).toEqual({
      now: '2026-03-01T12:00:00.000Z',
      logBefore: '2025-09-02T12:00:00.000Z',
    })
  })

  test('resync_users syncs the stalest and stops when GitHub wants a rest', async () => {
    const world = await worldWithUser()
    world.hasura.on('StalestUsers', () => ({ users: [{ id: '1001' }, { id: '1001' }, { id: '1001' }] }))
    let asked = 0
    world.github.on('GET /user', () => {
      asked += 1
      return asked < 3 ? world.github.profile : Response.json({}, { status: 429 })
    })
    const response = await deliver(world, 'resync_users', cron('resync_users'))
    expect(await response.json()).toEqual({ synced: 2, skipped: 0, failed: 0 })
    expect(asked).toBe(3)
  })

  test('S-HOOK-06 refuses the event of another cron trigger', async () => {
    expect((await deliver(fakeWorld(), 'purge_expired', cron('resync_users'))).status).toBe(400)
  })

  test('answers 404 for a trigger that it does not have', async () => {
    expect((await deliver(fakeWorld(), 'constructor', cron('constructor'))).status).toBe(404)
  })
})

import { describe, expect, test } from 'vitest'
import { secondaryRateLimit } from '../../../dev/github/faults.js'
import { sealTokens } from '../../../functions/github-grant/sealed-tokens.js'
import { purgeExpired } from '../../../functions/session/purge.js'
import { deliver } from '../../support/call-webhook.js'
import { grantRow, silence } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { secret } from '../../support/test-env.js'

const event = (op: string, data: unknown, changes: Record<string, unknown> = {}) => ({
  id: '3d2c1f7e-5a43-4f0c-8f6b-0d9c5b7f1c11',
  created_at: '2026-03-01T12:00:00.000000',
  trigger: { name: 'sync_user' },
  table: { schema: 'public', name: 'users' },
  event: { op, data, session_variables: { 'x-hasura-role': 'auth_service' }, trace_context: null },
  delivery_info: { current_retry: 0, max_retries: 8 },
  ...changes,
})
const withoutScope = { 'x-accepted-oauth-scopes': 'read:org, user', 'x-oauth-scopes': 'user:email' }
const signedInAt = '2026-03-01T11:59:59.123+00:00'
const signedIn = event('UPDATE', { old: { id: '1001' }, new: { id: '1001', wanted: 3 } })

function secondaryLimit(status: 403 | 429): Response {
  const { headers, body } = secondaryRateLimit(status)
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } })
}

const before = {
  login: 'octavia',
  name: 'Octavia',
  email: null,
  avatar_url: 'https://avatars.example/1001',
  github_roles: [] as string[],
  ticket: 4,
  shown: 2,
  access_lost: null as string | null,
  synced_at: null as string | null,
}

interface Situation {
  env?: Record<string, string>
  scopes?: string
  deadlineMs?: number
  etags?: unknown
  row?: Partial<typeof before>
}

async function worldWithUser({
  env = {},
  scopes = 'user:email',
  deadlineMs,
  etags = {},
  row = {},
}: Situation = {}) {
  const world = fakeWorld(env, deadlineMs)
  const { token } = await sealTokens(world.deps.sealer, '1001', { token: 'gho_ofTheUser', scopes })
  const user = { ...before, ...row, github_token: { ...grantRow({ token, scopes }), etags } }
  world.hasura
    .on('BeginSync', () => ({ update_users: { returning: [user] } }))
    .on('SaveSync', () => ({ update_users: { affected_rows: 1 } }))
    .on('NoteSync', () => ({}))
    .on('LoseAccess', () => ({ update_users: { affected_rows: 1 } }))
  return world
}

const lastWrite = (world: FakeWorld) => world.hasura.operations.at(-1)
const operations = (world: FakeWorld) => world.hasura.operations.map(({ name }) => name)
const changesOf = (world: FakeWorld) => lastWrite(world)?.variables['changes']

describe('answerEvent() for sync_user', () => {
  test.each([
    ['INSERT', { old: null, new: { id: '1001', last_signed_in_at: signedInAt, wanted: 1 } }],
    ['UPDATE', { old: { id: '1001' }, new: { id: '1001', wanted: 3 } }],
    // Written before rows counted readings.
    ['UPDATE', { old: { id: '1001' }, new: { id: '1001', last_signed_in_at: signedInAt } }],
    ['MANUAL', { old: null, new: { id: '1001' } }],
  ])('S-HOOK-07 makes the row what GitHub says on %s, in one read and one write', async (op, data) => {
    const world = await worldWithUser()
    const response = await deliver(world, 'sync_user', event(op, data))
    expect(await response.json()).toEqual({ outcome: 'synced', changed: ['email'] })
    expect(operations(world)).toEqual(['BeginSync', 'SaveSync'])
    expect(changesOf(world)).toEqual({
      login: 'octavia',
      name: 'Octavia',
      avatar_url: 'https://avatars.example/1001',
      email: 'octavia@example.com',
      github_roles: [],
      shown: 4,
      access_lost: null,
      synced_at: '2026-03-01T12:00:00.000Z',
      sync_attempted_at: '2026-03-01T12:00:00.000Z',
      sync_error: null,
    })
  })

  test('writes only over an older reading, so that of two syncs at once the later one stays', async () => {
    const world = await worldWithUser()
    world.hasura.on('SaveSync', () => ({ update_users: { affected_rows: 0 } }))
    expect(await (await deliver(world, 'sync_user', signedIn)).json()).toEqual({
      outcome: 'overtaken',
      changed: [],
    })
    expect(lastWrite(world)?.variables['user']).toEqual({
      id: { _eq: '1001' },
      shown: { _lt: 4 },
    })
  })

  test.each<[string, unknown]>([
    ['a doubled event', signedIn],
    ['an event that comes late', event('INSERT', { old: null, new: { id: '1001', wanted: 1 } })],
  ])('S-HOOK-08 asks GitHub nothing for %s, whose cause has been read', async (_name, payload) => {
    const world = await worldWithUser({ row: { synced_at: signedInAt, shown: 3 } })
    expect(await (await deliver(world, 'sync_user', payload)).json()).toEqual({
      outcome: 'skipped',
      changed: [],
    })
    expect(operations(world)).toEqual(['BeginSync'])
    expect(world.calls).toHaveLength(1)
  })

  test('reads again when GitHub told us of something newer, or an operator asks', async () => {
    const row = { synced_at: signedInAt, shown: 3 }
    const told = event('UPDATE', { old: null, new: { id: '1001', wanted: 4 } })
    for (const payload of [told, event('MANUAL', { old: null, new: { id: '1001', wanted: 1 } })]) {
      const world = await worldWithUser({ row })
      expect(await (await deliver(world, 'sync_user', payload)).json()).toMatchObject({ outcome: 'synced' })
    }
  })

  test('gives roles by the map, and takes them away with the membership', async () => {
    const env = { GITHUB_ROLE_MAP: '{"acme":"moderator"}' }
    const membership = [{ state: 'active', organization: { login: 'acme' } }]
    const world = await worldWithUser({
      env,
      scopes: 'user:email read:org',
      row: { github_roles: ['moderator'] },
    })
    world.github.on('GET /user/memberships/orgs', () => membership)
    expect(await (await deliver(world, 'sync_user', signedIn)).json()).toMatchObject({ changed: ['email'] })
    expect(changesOf(world)).toMatchObject({
      github_roles: ['moderator'],
      checked_at: '2026-03-01T12:00:00.000Z',
    })
    world.github.on('GET /user/memberships/orgs', () => [])
    expect(await (await deliver(world, 'sync_user', signedIn)).json()).toMatchObject({
      changed: ['email', 'github_roles'],
    })
    expect(changesOf(world)).toMatchObject({ github_roles: [] })
  })

  test('S-GH-14 ends the sessions of somebody who left the last allowed organisation', async () => {
    const world = await worldWithUser({ env: { GITHUB_ALLOWED_ORGS: 'acme' } })
    world.github.on('GET /user/memberships/orgs', () => [])
    const response = await deliver(world, 'sync_user', signedIn)
    expect([response.status, await response.json()]).toMatchObject([200, { outcome: 'access-lost' }])
    expect(lastWrite(world)).toMatchObject({
      name: 'LoseAccess',
      variables: {
        user: {
          id: { _eq: '1001' },
          shown: { _lt: 4 },
          wanted: { _lte: 4 },
          github_token: { version: { _eq: 1 } },
        },
        judged: { id: { _eq: '1001' }, shown: { _eq: 4 }, github_token: { version: { _eq: 1 } } },
        changes: {
          github_roles: [],
          shown: 4,
          access_lost: 'organisation-required',
          sync_error: expect.stringContaining('no membership'),
        },
      },
    })
  })

  test('says by name which scope is missing', async () => {
    const world = await worldWithUser({ env: { GITHUB_ALLOWED_ORGS: 'acme' } })
    world.github.on('GET /user/memberships/orgs', () =>
      Response.json({ message: 'Forbidden' }, { status: 403, headers: withoutScope }),
    )
    await deliver(world, 'sync_user', signedIn)
    expect(changesOf(world)).toMatchObject({ sync_error: expect.stringContaining('read:org') })
  })

  test('seals a grant anew that the previous secret sealed', async () => {
    const [current, previous] = [secret(), secret()]
    const world = await worldWithUser({ env: { AUTH_SECRET: current, AUTH_SECRET_PREVIOUS: previous } })
    const old = fakeWorld({ AUTH_SECRET: previous })
    const { token } = await sealTokens(old.deps.sealer, '1001', {
      token: 'gho_ofTheUser',
      scopes: 'user:email',
    })
    const github_token = { ...grantRow({ token, version: 4 }), etags: {} }
    world.hasura
      .on('BeginSync', () => ({ update_users: { returning: [{ ...before, github_token }] } }))
      .on('SaveResealed', () => ({ update_github_tokens: { returning: [{ version: 5 }] } }))
    await deliver(world, 'sync_user', signedIn)
    const { variables } = world.hasura.operations.find(({ name }) => name === 'SaveResealed') ?? {}
    expect(variables?.['version']).toBe(4)
    const { token: sealed } = Object(variables?.['grant']) as { token: string }
    expect(world.deps.sealer.isCurrent('github-token', sealed)).toBe(true)
  })

  test('follows a rename, and stores the newest login by id', async () => {
    const world = await worldWithUser()
    Object.assign(world.github.profile as object, { login: 'octavia-renamed' })
    expect(await (await deliver(world, 'sync_user', signedIn)).json()).toMatchObject({
      changed: ['login', 'email'],
    })
  })

  test.each<[string, unknown]>([
    ['unverified', [{ email: 'victim@example.com', primary: true, verified: false }]],
    ['not primary', [{ email: 'other@example.com', primary: false, verified: true }]],
    ['absent', []],
  ])('S-GH-07 S-CVE-09 stores no e-mail address that is %s', async (_name, emails) => {
    const world = await worldWithUser()
    world.github.emails = emails
    await deliver(world, 'sync_user', signedIn)
    expect(changesOf(world)).toMatchObject({ email: null })
  })

  test('asks for no e-mail address that the person did not grant', async () => {
    const world = await worldWithUser({ scopes: 'read:org' })
    await deliver(world, 'sync_user', signedIn)
    expect(world.calls.filter(({ url }) => url.includes('/user/emails'))).toEqual([])
  })

  test('S-HOOK-11 fetches nothing that a payload names', async () => {
    const world = await worldWithUser()
    const data = { old: null, new: { id: '1001', avatar_url: 'http://169.254.169.254/latest' } }
    await deliver(world, 'sync_user', event('INSERT', data))
    expect(world.calls.map(({ url }) => new URL(url).host)).not.toContain('169.254.169.254')
  })

  test('S-GH-15 ends a revoked grant and its sessions, says so and needs no retry', async () => {
    const world = await worldWithUser()
    world.github.on('GET /user', () => Response.json({ message: 'Bad credentials' }, { status: 401 }))
    const response = await deliver(world, 'sync_user', signedIn)
    expect([response.status, await response.json()]).toMatchObject([200, { outcome: 'access-lost' }])
    expect(lastWrite(world)).toMatchObject({
      name: 'LoseAccess',
      variables: {
        endedGrants: { user: { shown: { _eq: 4 } }, version: { _in: [1] } },
        changes: { access_lost: 'grant-revoked' },
      },
    })
  })

  test.each<[string, (world: FakeWorld) => void, RegExp]>([
    ['another account', (world) => Object.assign(world.github.profile as object, { id: 9999 }), /another id/],
    [
      'a profile of another shape',
      (world) => Object.assign(world.github.profile as object, { id: 'x' }),
      /another shape/,
    ],
    [
      'e-mail addresses of another shape',
      (world) => world.github.on('GET /user/emails', () => ({ email: 1 })),
      /another shape/,
    ],
    ['a page', (world) => void world.github.on('GET /user', () => new Response('<html>')), /another shape/],
  ])('writes nothing because of %s, and lets Hasura try again', async (_name, breakIt, reason) => {
    const world = await worldWithUser()
    breakIt(world)
    const response = await deliver(world, 'sync_user', signedIn)
    expect(response.status).toBe(502)
    expect(operations(world)).toEqual(['BeginSync'])
    expect(world.log.join()).toMatch(reason)
  })

  test.each<[string, () => unknown, number, string | null]>([
    ['down', () => new Response('', { status: 502 }), 503, null],
    ['silent', () => silence, 504, null],
    ['limiting', () => Response.json({}, { status: 429, headers: { 'retry-after': '90' } }), 503, '90'],
    ['limiting us without a time', () => secondaryLimit(403), 503, '60'],
    ['limiting us without a time', () => secondaryLimit(429), 503, '60'],
    ['forbidding without a reason', () => Response.json({}, { status: 403 }), 503, '60'],
    [
      'out of budget',
      () => {
        const date = 'Sun, 01 Mar 2026 12:00:00 GMT'
        const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772366700', date }
        return Response.json({}, { status: 403, headers })
      },
      503,
      '300',
    ],
  ])(
    'S-HOOK-09 S-GH-12 lets Hasura try again while GitHub is %s',
    async (_name, answer, status, retryAfter) => {
      const world = await worldWithUser({ deadlineMs: 50 })
      world.github.on('GET /user', answer)
      const response = await deliver(world, 'sync_user', signedIn)
      expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter])
      expect(operations(world)).toEqual(['BeginSync'])
    },
  )

  test.each<[string, unknown[]]>([
    ['gone or disabled', []],
    ['without a grant', [{ ...before, github_token: null }]],
  ])('leaves a user alone who is %s', async (_name, returning) => {
    const world = await worldWithUser()
    world.hasura.on('BeginSync', () => ({ update_users: { returning } }))
    const response = await deliver(world, 'sync_user', signedIn)
    expect(await response.json()).toEqual({ outcome: 'skipped', changed: [] })
    expect(world.calls).toHaveLength(1)
  })

  test('S-GH-09 opens no token that was sealed for another person', async () => {
    const world = await worldWithUser()
    const { token } = await sealTokens(world.deps.sealer, '2002', { token: 'gho_ofSomebodyElse', scopes: '' })
    const github_token = { ...grantRow({ token }), etags: {} }
    world.hasura.on('BeginSync', () => ({ update_users: { returning: [{ ...before, github_token }] } }))
    await deliver(world, 'sync_user', signedIn)
    expect(world.calls.filter(({ url }) => url.includes('github'))).toEqual([])
    expect(changesOf(world)).toMatchObject({ sync_error: expect.stringContaining('AUTH_SECRET') })
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

  test('S-HTTP-07 refuses a payload over a megabyte', async () => {
    const data = { old: null, new: { id: '1001', padding: 'x'.repeat(1_000_000) } }
    expect((await deliver(await worldWithUser(), 'sync_user', event('UPDATE', data))).status).toBe(413)
  })
})

describe('conditional questions to GitHub', () => {
  /** A GitHub that answers 304 to its own ETags. */
  function withEtags(world: FakeWorld): FakeWorld {
    const conditional =
      (etag: string, content: () => unknown) =>
      ({ headers }: { headers: Headers }) =>
        headers.get('if-none-match') === etag
          ? new Response(null, { status: 304, headers: { etag } })
          : Response.json(content(), { headers: { etag } })
    world.github
      .on(
        'GET /user',
        conditional('"p1"', () => world.github.profile),
      )
      .on(
        'GET /user/emails',
        conditional('"e1"', () => world.github.emails),
      )
      .on(
        'GET /user/memberships/orgs',
        conditional('"o1"', () => [{ state: 'active', organization: { login: 'acme' } }]),
      )
    return world
  }

  test('keep what GitHub answered, with its ETags', async () => {
    const world = withEtags(await worldWithUser())
    await deliver(world, 'sync_user', signedIn)
    expect(lastWrite(world)?.variables).toMatchObject({
      etags: {
        profile: { etag: '"p1"', data: { id: '1001', login: 'octavia' } },
        email: { etag: '"e1"', data: 'octavia@example.com' },
      },
      changedEtagsOf: {
        user: { id: { _eq: '1001' }, shown: { _eq: 4 } },
        _not: { etags: { _eq: { profile: { etag: '"p1"' } } } },
      },
    })
  })

  test('are answered with 304 when nothing changed, and the same is written', async () => {
    const first = withEtags(await worldWithUser({ env: { GITHUB_ALLOWED_ORGS: 'acme' } }))
    await deliver(first, 'sync_user', signedIn)
    const { etags, changes } = lastWrite(first)?.variables ?? {}
    const again = withEtags(await worldWithUser({ env: { GITHUB_ALLOWED_ORGS: 'acme' }, etags }))
    const asked: (string | null)[] = []
    again.github.on('GET /user', ({ headers }) => {
      asked.push(headers.get('if-none-match'))
      return new Response(null, { status: 304, headers: { etag: '"p1"' } })
    })
    await deliver(again, 'sync_user', signedIn)
    expect(asked).toEqual(['"p1"'])
    expect(changesOf(again)).toEqual(changes)
    expect(lastWrite(again)?.variables['etags']).toEqual(etags)
  })

  test.each([null, 'x', { profile: { etag: 1 } }, { email: 'x' }])(
    'start anew when what was kept is %j',
    async (etags) => {
      const world = withEtags(await worldWithUser({ etags }))
      expect(await (await deliver(world, 'sync_user', signedIn)).json()).toMatchObject({ outcome: 'synced' })
    },
  )
})

const cron = (name: string) => ({ id: 'e', name, scheduled_time: '2026-03-01T12:00:00Z', payload: {} })

describe('answerEvent() for cron triggers', () => {
  /** A database that deletes so many sessions each time that it is asked. */
  function worldToPurge(sessions: number[]): FakeWorld {
    const world = fakeWorld()
    world.hasura.on('Purge', () => ({
      purge_expired: [{ sessions: sessions.shift() ?? 0, log_rows: 0, id_tokens: 0 }],
    }))
    return world
  }

  test('S-SESS-11 purge_expired deletes a thousand at a time until nothing is left', async () => {
    const world = worldToPurge([1000, 1000, 30])
    const response = await deliver(world, 'purge_expired', cron('purge_expired'))
    expect(await response.json()).toEqual({ sessions: 2030, logRows: 0, idTokens: 0, more: false })
    expect(world.hasura.operations.map(({ variables }) => variables)).toEqual(
      Array.from({ length: 3 }, () => ({ batch: 1000 })),
    )
  })

  test('purge_expired says that there is more when its time is up', async () => {
    const world = worldToPurge([1000, 1000, 1000, 30])
    const fits = [true, false]
    const budget = { leftMs: () => 1, fits: () => fits.shift() ?? false }
    const purged = await purgeExpired({ ...world.deps, budget })
    expect(purged).toEqual({ sessions: 2000, logRows: 0, idTokens: 0, more: true })
  })

  test('purge_expired asks once when nothing has ended', async () => {
    const world = worldToPurge([])
    await deliver(world, 'purge_expired', cron('purge_expired'))
    expect(operations(world)).toEqual(['Purge'])
  })

  const counts = { synced: 0, skipped: 0, overtaken: 0, failed: 0, 'access-lost': 0, postponed: 0 }

  /** A line of so many people, whom the run gets as it takes them up. */
  async function worldWithLine(length: number): Promise<FakeWorld> {
    const world = await worldWithUser()
    const line = Array.from({ length }, () => ({ id: '1001' }))
    world.hasura
      .on('DueUsers', ({ limit }) => ({ users: line.slice(0, Number(limit)) }))
      .on('ClaimUsers', ({ ids }) => ({
        update_users: { returning: line.splice(0, (ids as unknown[]).length) },
      }))
      .on('ReleaseUsers', () => ({}))
    return world
  }

  test('resync_users syncs everybody of its line', async () => {
    const world = await worldWithLine(30)
    const response = await deliver(world, 'resync_users', cron('resync_users'))
    expect(await response.json()).toEqual({ ...counts, synced: 30 })
    expect(world.hasura.operations[0]?.variables).toEqual({
      now: '2026-03-01T12:00:00.000Z',
      limit: 25,
    })
  })

  test('resync_users takes up a hundred people at most', async () => {
    const world = await worldWithLine(1000)
    const response = await deliver(world, 'resync_users', cron('resync_users'))
    expect(await response.json()).toEqual({ ...counts, synced: 100 })
  })

  test('resync_users asks nobody whom another run took up, and looks for others', async () => {
    const world = await worldWithLine(3)
    const claims: unknown[] = [[], [{ id: '1001' }], []]
    const lines = [[{ id: '1' }], [{ id: '1001' }], []]
    world.hasura
      .on('DueUsers', () => ({ users: lines.shift() ?? [] }))
      .on('ClaimUsers', () => ({ update_users: { returning: claims.shift() ?? [] } }))
    const response = await deliver(world, 'resync_users', cron('resync_users'))
    expect(await response.json()).toEqual({ ...counts, synced: 1 })
  })

  test('resync_users lets nobody block the line, and writes nothing about whom it met a failure with', async () => {
    const world = await worldWithLine(10)
    let asked = 0
    world.github.on('GET /user', () => {
      asked += 1
      return asked === 1 ? new Response('', { status: 502 }) : world.github.profile
    })
    const response = await deliver(world, 'resync_users', cron('resync_users'))
    expect(await response.json()).toEqual({ ...counts, synced: 9, postponed: 1 })
    expect(operations(world)).not.toContain('NoteSync')
  })

  test('resync_users stops when GitHub wants a rest, and leaves the others for the next run', async () => {
    const world = await worldWithLine(100)
    world.github.on('GET /user', () => Response.json({}, { status: 429 }))
    const response = await deliver(world, 'resync_users', cron('resync_users'))
    const { postponed } = (await response.json()) as { postponed: number }
    expect(postponed).toBeGreaterThanOrEqual(3)
    expect(postponed).toBeLessThan(10)
    const released = world.hasura.operations.find(({ name }) => name === 'ReleaseUsers')
    expect(released?.variables['ids']).toHaveLength(25 - postponed)
  })

  test('S-HOOK-06 refuses the event of another cron trigger', async () => {
    expect((await deliver(fakeWorld(), 'purge_expired', cron('resync_users'))).status).toBe(400)
  })

  test('answers 404 for a trigger that it does not have', async () => {
    expect((await deliver(fakeWorld(), 'constructor', cron('constructor'))).status).toBe(404)
  })
})

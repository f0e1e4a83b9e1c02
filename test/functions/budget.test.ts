import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { requestBudgetMs } from '../../functions/budget.js'
import { sealTokens } from '../../functions/github-grant/sealed-tokens.js'
import { readSession } from '../../functions/session/read.js'
import { signOut } from '../../functions/session/sign-out.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { BrowserJar } from '../support/browser-jar.js'
import { callAction, deliver } from '../support/call-webhook.js'
import { grantRow, graphqlError, userRow } from '../support/fake-hasura.js'
import { type Call, type FakeWorld, fakeWorld } from '../support/fake-world.js'
import { callbackPath, startAndApprove } from '../support/sign-in-flow.js'

const deadlineMs = 5_000
const sessionId = randomUUID()
const ids = (count: number) => Array.from({ length: count }, () => ({ id: '1001' }))
const ticket = { ticket: 7, wanted: 7, shown: 6, awaits_sync: true, access_lost: null }

/** A world in which every question leads to the next one: memberships in pages, grants that end, refusals. */
async function longWorld(): Promise<FakeWorld> {
  const world = fakeWorld({
    GITHUB_CLIENT_TYPE: 'github-app',
    GITHUB_ALLOWED_ORGS: 'acme',
    GITHUB_ROLE_MAP: '{"acme/core":"moderator"}',
  })
  const tokens = { token: 'ghu_old', scopes: '', refreshToken: 'ghr_old' }
  const sealed = await sealTokens(world.deps.sealer, '1001', tokens)
  const github_token = {
    ...grantRow({ token: sealed.token, refresh_token: sealed.refresh_token }),
    expires_at: '2026-03-01T12:00:00+00:00',
    etags: {},
  }
  const user = {
    ...userRow(),
    ...ticket,
    github_roles: [],
    disabled_at: null,
    synced_at: null,
    sync_error: null,
    github_token,
  }
  const ends = { idle_expires_at: '2026-03-31T12:00:00+00:00', expires_at: '2026-08-01T12:00:00+00:00' }
  const session = { presented: 1, floor: 1, generation: 2, ...ends }
  world.hasura
    .on('OpenSession', () => graphqlError('permission-error'))
    .on('WhyNoSession', () => ({ users_by_pk: { disabled_at: null, user_roles: [] } }))
    .on('WriteLog', () => ({}))
    .on('RotateSession', () => ({ update_sessions: { returning: [] } }))
    .on('RotationState', () => ({
      sessions_by_pk: { ...session, user: { ...user, checked_at: '2026-03-01T11:00:00+00:00' } },
      auth_log: [],
    }))
    .on('ClaimRenewal', () => ({ update_github_tokens: { affected_rows: 1 } }))
    .on('SaveRenewal', () => ({ update_github_tokens: { returning: [{ version: 2 }] } }))
    .on('BeginCheck', () => ({ update_users: { returning: [{ ticket: 7 }] } }))
    .on('KeepAccess', () => ({ update_users: { affected_rows: 1 } }))
    .on('EndSessions', () => ({ reused: { affected_rows: 0 }, delete_sessions: { affected_rows: 1 } }))
    .on('BeginSync', () => ({ update_users: { returning: [user] } }))
    .on('SaveSync', () => ({ update_users: { affected_rows: 0 } }))
    .on('NoteSync', () => ({}))
    .on('LoseAccess', () => ({ update_users: { affected_rows: 1 } }))
    .on('DueUsers', () => ({ users: ids(25) }))
    .on('ClaimUsers', () => ({ update_users: { returning: ids(25) } }))
    .on('ReleaseUsers', () => ({}))
    .on('Purge', () => ({ purge_expired: [{ sessions: 1000, log_rows: 1000, id_tokens: 0 }] }))
  let pages = 0
  const page = () => Array.from({ length: 100 }, () => ({ state: 'active', organization: { login: 'acme' } }))
  world.github
    .on('POST /login/oauth/access_token', () => ({
      ...{ access_token: 'ghu_new', token_type: 'bearer', scope: '' },
      ...{ refresh_token: 'ghr_new', expires_in: 28_800, refresh_token_expires_in: 15_897_600 },
    }))
    .on('GET /user/memberships/orgs', () => (++pages % 4 === 0 ? [] : page()))
    .on('GET /user/teams', () => [{ slug: 'core', organization: { login: 'acme' } }])
  return world
}

type Path = (world: FakeWorld) => Promise<() => Promise<Response>>

const refreshToken = (world: FakeWorld) => world.deps.refreshTokens.mint({ sessionId, generation: 2 })
const cron = (name: string) => ({ id: 'e', name, scheduled_time: '2026-03-01T12:00:00Z' })
const syncEvent = {
  id: 'e',
  trigger: { name: 'sync_user' },
  table: { schema: 'public', name: 'users' },
  event: { op: 'MANUAL', data: { old: null, new: { id: '1001' } } },
}

function signedIn(world: FakeWorld): BrowserJar {
  const jar = new BrowserJar(world)
  jar.cookies.set('__Host-gha-refresh', refreshToken(world))
  return jar
}

/** Every request that calls another server, ready to be sent. */
const paths: Record<string, Path> = {
  'a session read': async (world) => () => signedIn(world).visit(readSession, '/api/auth/session'),
  'a sign-out': async (world) => () => {
    const headers = { origin: 'https://app.example', 'content-type': 'application/json' }
    const init = { method: 'POST', body: '{"everywhere":true}', headers }
    return signedIn(world).visit(signOut, '/api/auth/signout', init)
  },
  'a callback': async (world) => {
    const jar = new BrowserJar(world)
    const query = await startAndApprove(world, jar)
    return () => jar.visit(finishSignIn, callbackPath(query))
  },
  refreshSession: async (world) => {
    const input = { refreshToken: refreshToken(world) }
    return () => callAction(world, 'refreshSession', { input })
  },
  logout: async (world) => () =>
    callAction(world, 'logout', { input: { refreshToken: refreshToken(world) } }),
  sync_user: async (world) => () => deliver(world, 'sync_user', syncEvent),
  resync_users: async (world) => () => deliver(world, 'resync_users', cron('resync_users')),
  purge_expired: async (world) => () => deliver(world, 'purge_expired', cron('purge_expired')),
}

interface Run {
  status: number
  tookMs: number
  /** What was sent, and after how many milliseconds. */
  sent: { what: string; atMs: number; tookMs: number }[]
}

/** Cryptography that is under way on other threads, which a busy machine keeps waiting. */
let sealing = 0

function countSealing(): void {
  const count = (work: Promise<unknown>) => {
    sealing += 1
    return work.finally(() => {
      sealing -= 1
    })
  }
  const subtle = new Proxy(crypto.subtle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => count(Promise.resolve(Reflect.apply(value, target, args)))
    },
  })
  const getRandomValues = crypto.getRandomValues.bind(crypto)
  vi.stubGlobal('crypto', { subtle, getRandomValues })
}

/** Sends a request into a world where every call takes as long as the test says, and lets that time pass at once. */
async function run(path: Path, slowness: (call: number) => number): Promise<Run> {
  const world = await longWorld()
  const send = await path(world)
  world.calls.length = 0
  const startedAt = performance.now()
  const sent: Run['sent'] = []
  world.slowness = (call) => {
    const tookMs = slowness(sent.length)
    sent.push({ what: nameOf(call), atMs: performance.now() - startedAt, tookMs })
    return tookMs
  }
  let response: Response | undefined
  const answering = send().then((answer) => {
    response = answer
  })
  while (response === undefined) {
    // What is computed takes real time; only when all wait for somebody else does ours go on.
    for (let turn = 0; turn < 25; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    const isWaiting = response === undefined && sent.length > 0 && world.computing === 0 && sealing === 0
    if (isWaiting) await vi.advanceTimersToNextTimerAsync()
  }
  await answering
  return { status: (response as Response).status, tookMs: performance.now() - startedAt, sent }
}

function nameOf({ method, url, body }: Call): string {
  const operation = /"query":"\s*(?:\\n)*(query|mutation) (\w+)/.exec(body)
  return operation ? `${operation[1]} ${operation[2]}` : `${method} ${new URL(url).pathname}`
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  countSealing()
})
afterEach(() => void vi.useRealTimers())

describe('the budget of a request', () => {
  test.each(
    Object.keys(paths).flatMap((name) => [900, 2_600, 4_999, 60_000].map((ms) => [name, ms] as const)),
  )('R-12a %s is answered in time while every call takes %i ms', async (name, ms) => {
    const { status, tookMs } = await run(paths[name] as Path, () => ms)
    expect(tookMs).toBeLessThanOrEqual(requestBudgetMs)
    expect([200, 303, 400, 403, 503, 504]).toContain(status)
  })

  test.each(Object.keys(paths))('R-12b %s leaves nothing half done, whichever call is slow', async (name) => {
    const times = fc.array(fc.constantFrom(10, 300, 1_500, 3_000, 4_990, 60_000), {
      minLength: 1,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(times, async (given) => {
        const { status, tookMs, sent } = await run(
          paths[name] as Path,
          (call) => given[call % given.length] ?? 10,
        )
        expect(tookMs).toBeLessThanOrEqual(requestBudgetMs)
        expect(status).not.toBe(500)
        // Whatever changes something is waited for as long as any call.
        const tooLate = sent.filter(
          ({ what, atMs }) => what.startsWith('mutation') && atMs > requestBudgetMs - deadlineMs,
        )
        expect(tooLate).toEqual([])
        // GitHub's new pair is good for nothing unless it is stored. (Of several people at once nobody could tell whose.)
        const renewed = sent.findIndex(
          ({ what, tookMs: ms }) => what.includes('access_token') && ms < deadlineMs,
        )
        if (renewed >= 0 && name !== 'a callback' && name !== 'resync_users') {
          expect(sent.slice(renewed).map(({ what }) => what)).toContain('mutation SaveRenewal')
        }
      }),
      { numRuns: 12 },
    )
  })

  test('R-04a R-12b a session is opened only while there is time to give it up', async () => {
    // Seven questions to GitHub, two of them at once, lead to it.
    const askGithub = async (ms: number) => {
      const { sent } = await run(paths['a callback'] as Path, (call) => (call < 7 ? ms : 60_000))
      return sent.slice(7).map(({ what }) => what)
    }
    expect(await askGithub(2_800)).toEqual([])
    expect(await askGithub(1_000)).toEqual(['mutation OpenSession', 'mutation WriteLog'])
  })

  test('R-12c a run of resync_users that comes to its end says so, and those whom it had no time for come first again', async () => {
    const { status, sent } = await run(paths['resync_users'] as Path, () => 3_000)
    expect(status).toBe(200)
    expect(sent.filter(({ what }) => what === 'mutation NoteSync')).toEqual([])
    expect(sent.at(-1)?.what).toBe('mutation ReleaseUsers')
  })

  test('R-12c purge_expired stops while there is time for what it began', async () => {
    const { status, sent } = await run(paths['purge_expired'] as Path, () => 4_000)
    expect(status).toBe(200)
    expect(sent.at(-1)?.what).toBe('mutation Purge')
  })
})

test('a budget belongs to one request', async () => {
  const { deps } = fakeWorld({ AUTH_SECRET: randomBytes(32).toString('hex') })
  const first = deps.forRequest()
  await vi.advanceTimersByTimeAsync(20_001)
  expect([first.budget.fits(1), deps.forRequest().budget.fits(5), deps.budget.fits(1000)]).toEqual([
    false,
    true,
    true,
  ])
})

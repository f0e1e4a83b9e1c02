import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { callAction } from '../../support/call-webhook.js'
import { silence, userRow } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, code } from '../../support/sign-in-flow.js'

const codeVerifier = randomBytes(32).toString('base64url')
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')

async function startLogin(world: FakeWorld, redirectTo = 'https://app.example/graphql') {
  const response = await callAction(world, 'startLogin', { input: { codeChallenge, redirectTo } })
  return (await response.json()) as { url: string; state: string; expiresAt: string }
}

function readyWorld(env: Record<string, string> = {}, deadlineMs?: number): FakeWorld {
  const world = fakeWorld(env, deadlineMs)
  acceptSignIns(world)
  world.github.challenge = codeChallenge
  return world
}

const codeOf = async (response: Response) =>
  ((await response.json()) as { extensions?: { code?: string } }).extensions?.code

describe('answerAction()', () => {
  test('startLogin gives an address at GitHub, the state and its end', async () => {
    const started = await startLogin(readyWorld())
    const url = new URL(started.url)
    expect(url.searchParams.get('state')).toBe(started.state)
    expect(url.searchParams.get('code_challenge')).toBe(codeChallenge)
    expect(started.expiresAt).toBe('2026-03-01T12:10:00.000Z')
  })

  test.each(['https://evil.example/', 'javascript:alert(1)', '/graphql'])(
    'S-REDIR-06 startLogin refuses to return to %s',
    async (redirectTo) => {
      const world = readyWorld()
      const response = await callAction(world, 'startLogin', { input: { codeChallenge, redirectTo } })
      expect(response.status).toBe(400)
      expect(await codeOf(response)).toBe('invalid-input')
    },
  )

  test('login gives the session of actions.graphql', async () => {
    const world = readyWorld()
    const { state } = await startLogin(world)
    const response = await callAction(world, 'login', { input: { code, state, codeVerifier } })
    expect(await response.json()).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      tokenType: 'Bearer',
      expiresAt: '2026-03-01T12:15:00.000Z',
      refreshToken: expect.stringMatching(/^v2\./),
      refreshExpiresAt: '2026-03-31T12:00:00.000Z',
      userId: '1001',
      login: 'octavia',
      name: 'Octavia',
      avatarUrl: 'https://avatars.example/1001',
      roles: ['user'],
      defaultRole: 'user',
      isNewUser: false,
    })
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['OpenSession'])
  })

  test('login knows a new user by the row that this sign-in made', async () => {
    const world = readyWorld()
    acceptSignIns(world, { created_at: world.clock.now.toISOString() })
    const { state } = await startLogin(world)
    const response = await callAction(world, 'login', { input: { code, state, codeVerifier } })
    expect(await response.json()).toMatchObject({ isNewUser: true })
  })

  test('S-PKCE-05 S-CB-03 login asks GitHub nothing with the verifier of another page', async () => {
    const world = readyWorld()
    const { state } = await startLogin(world)
    const other = randomBytes(32).toString('base64url')
    const response = await callAction(world, 'login', { input: { code, state, codeVerifier: other } })
    expect(await codeOf(response)).toBe('invalid-state')
    expect(world.calls).toEqual([])
  })

  test('S-START-06 login refuses a state after ten minutes', async () => {
    const world = readyWorld()
    const { state } = await startLogin(world)
    world.advance(600)
    expect(await codeOf(await callAction(world, 'login', { input: { code, state, codeVerifier } }))).toBe(
      'invalid-state',
    )
  })

  test('S-GH-08 login takes no GitHub token as proof of anything', async () => {
    const input = { code: 'gho_0123456789abcdefghijklmnopqrstuvwxyz', state: 'x', codeVerifier }
    expect(await codeOf(await callAction(readyWorld(), 'login', { input }))).toBe('invalid-state')
  })

  test.each([
    {},
    { code },
    { code, state: 's', codeVerifier: 'short' },
    { code: 1, state: [], codeVerifier: {} },
  ])('login refuses the arguments %j', async (input) => {
    const response = await callAction(readyWorld(), 'login', { input })
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('invalid-input')
  })

  test('refreshSession gives the successor', async () => {
    const world = readyWorld()
    const sessionId = randomUUID()
    const session = { generation: 2, idle_expires_at: '2026-03-31T12:00:00+00:00', user: userRow() }
    world.hasura.on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
    const refreshToken = world.deps.refreshTokens.mint({ sessionId, generation: 1 })
    const response = await callAction(world, 'refreshSession', { input: { refreshToken } })
    const successor = world.deps.refreshTokens.mint({ sessionId, generation: 2 })
    expect(await response.json()).toMatchObject({ refreshToken: successor, isNewUser: false })
  })

  test('logout ends the session of the refresh token', async () => {
    const world = readyWorld()
    const sessionId = randomUUID()
    world.hasura.on('EndSessions', () => ended(1))
    const refreshToken = world.deps.refreshTokens.mint({ sessionId, generation: 1 })
    const response = await callAction(world, 'logout', { input: { refreshToken, everywhere: null } })
    expect(await response.json()).toEqual({ revoked: 1 })
    const id = { _eq: sessionId }
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['EndSessions'])
    expect(world.hasura.operations[0]?.variables).toEqual({
      mine: { user: { sessions: { id } } },
      reused: { id, presented: { _neq: 1 }, floor: { _gte: 1 } },
      ended: {
        id,
        end_reason: { _is_null: true },
        _or: [{ presented: { _eq: 1 } }, { floor: { _lt: 1 }, generation: { _gte: 1 } }],
      },
      now: '2026-03-01T12:00:00.000Z',
    })
  })

  test('R-09b logout tells of a token that is over, which ends its own session alone', async () => {
    const world = readyWorld()
    world.hasura.on('EndSessions', () => ended(1, 1))
    const refreshToken = world.deps.refreshTokens.mint({ sessionId: randomUUID(), generation: 1 })
    const response = await callAction(world, 'logout', { input: { refreshToken, everywhere: true } })
    expect(await codeOf(response)).toBe('refresh-token-reused')
  })

  test('S-HOOK-05 S-HASURA-03 logout believes the session variables of a token, never those of an anonymous caller', async () => {
    const world = readyWorld()
    world.hasura.on('EndSessions', () => ended(0))
    const sessionId = randomUUID()
    const variables = { 'x-hasura-user-id': '1001', 'x-hasura-session-id': sessionId }
    const anonymous = { session: { 'x-hasura-role': 'anonymous', ...variables }, input: { everywhere: true } }
    expect(await codeOf(await callAction(world, 'logout', anonymous))).toBe('invalid-input')
    expect(world.hasura.operations).toEqual([])
    const user = { session: { 'x-hasura-role': 'user', ...variables }, input: { everywhere: true } }
    expect((await callAction(world, 'logout', user)).status).toBe(200)
    const own = { user_id: { _eq: '1001' }, user: { user_roles: { role_name: { _eq: 'user' } } } }
    const theirs = { id: { _eq: sessionId }, ...own }
    expect(world.hasura.operations[0]?.variables).toMatchObject({
      mine: { user: { sessions: theirs } },
      reused: { id: { _in: [] } },
      ended: { user: { sessions: theirs } },
    })
  })

  test('R-11a a caller whose role is the one of callers without a token is nobody, and so is one in part', async () => {
    const world = readyWorld({ HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'public' })
    const all = { 'x-hasura-role': 'user', 'x-hasura-user-id': '1001', 'x-hasura-session-id': randomUUID() }
    const { 'x-hasura-user-id': _user, ...withoutUser } = all
    const { 'x-hasura-session-id': _session, ...withoutSession } = all
    for (const session of [
      { ...all, 'x-hasura-role': 'public' },
      { ...all, 'x-hasura-role': 'anonymous' },
      withoutUser,
      withoutSession,
    ]) {
      expect(await codeOf(await callAction(world, 'logout', { session }))).toBe('invalid-input')
    }
    expect(world.hasura.operations).toEqual([])
  })

  test('S-HOOK-05 S-CVE-13 refuses an identity in the input', async () => {
    const input = { userId: '1002', everywhere: true }
    expect(await codeOf(await callAction(readyWorld(), 'logout', { input }))).toBe('invalid-input')
  })

  test('S-HOOK-06 refuses the payload of another Action', async () => {
    const payload = { action: { name: 'logout' }, input: {}, session_variables: { 'x-hasura-role': 'user' } }
    const response = await callAction(readyWorld(), 'login', { payload })
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('invalid-input')
  })

  test('answers 404 for an Action that it does not have', async () => {
    const response = await callAction(readyWorld(), 'toString')
    expect(response.status).toBe(404)
    expect(await codeOf(response)).toBe('not-found')
  })

  test('S-HOOK-09 S-HOOK-13 answers every failure with 4xx, message and code alone', async () => {
    const world = readyWorld({}, 50)
    world.hasura.always(() => silence)
    const { state } = await startLogin(world)
    const response = await callAction(world, 'login', { input: { code, state, codeVerifier } })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      message: 'The database does not answer. Please try again in a moment.',
      extensions: { code: 'hasura-unavailable' },
    })
  })

  test('S-HTTP-07 refuses a body of 20 KB', async () => {
    const response = await callAction(readyWorld(), 'login', { input: { code: 'x'.repeat(20_000) } })
    expect(response.status).toBe(413)
  })
})

function ended(sessions: number, reused = 0) {
  return { reused: { affected_rows: reused }, delete_sessions: { affected_rows: sessions } }
}

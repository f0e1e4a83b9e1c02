import { randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requestGraphql, requireGraphql } from '../../dev/demo/graphql-client.js'
import { approveLogin, beginLogin, finishLogin, refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

async function mutate(field: string, token?: string): Promise<{ data: unknown; code: string | undefined }> {
  const { data, errors } = await requestGraphql(stack.flow.endpoint, {
    query: `mutation { ${field} }`,
    ...(token && { token }),
  })
  return { data, code: errors?.[0]?.extensions?.code }
}

function refreshCode(refreshToken: string): Promise<{ data: unknown; code: string | undefined }> {
  return mutate(`refreshSession(refreshToken: ${JSON.stringify(refreshToken)}) { userId }`)
}

describe('signing in through GraphQL', () => {
  it('login gives a session with a token that carries what Hasura needs', async () => {
    const session = await signIn(stack.flow, 'ada')
    expect(session).toMatchObject({
      userId: '1001001',
      login: 'ada',
      name: 'Ada Marlow',
      roles: ['user'],
      isNewUser: true,
    })
    const { exp, iat, sub, ...claims } = decodeJwt(session.accessToken)
    expect([sub, (exp ?? 0) - (iat ?? 0)]).toEqual(['1001001', 900 + 60])
    expect(claims).toMatchObject({
      iss: 'hasura-github-auth',
      aud: 'hasura',
      'https://hasura.io/jwt/claims': {
        'x-hasura-allowed-roles': ['user'],
        'x-hasura-default-role': 'user',
        'x-hasura-user-id': '1001001',
        'x-hasura-session-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })
  })

  it('login knows the person the second time', async () => {
    await signIn(stack.flow, 'ben')
    expect(await signIn(stack.flow, 'ben')).toMatchObject({ userId: '1001002', isNewUser: false })
    expect(await count(stack.database, 'users', "id = '1001002'")).toBe(1)
    expect(await count(stack.database, 'sessions', "user_id = '1001002'")).toBe(2)
  })

  it('S-HASURA-15 makes one row of several first sign-ins at once', async () => {
    // GitHub ends the oldest of more than ten tokens, so that more at once would refuse each other.
    const sessions = await Promise.all(Array.from({ length: 8 }, () => signIn(stack.flow, 'cleo')))
    expect(new Set(sessions.map(({ userId }) => userId))).toEqual(new Set(['4294967301']))
    expect(await count(stack.database, 'users', "id = '4294967301'")).toBe(1)
    expect(await count(stack.database, 'sessions', "user_id = '4294967301'")).toBe(8)
  })

  it('S-PKCE-03 refuses a code without its verifier, and the code is not lost to its owner', async () => {
    const started = await beginLogin(stack.flow)
    const returned = await approveLogin(started, 'ada')
    const stolen = { ...started, codeVerifier: randomBytes(32).toString('base64url') }
    await expect(finishLogin(stack.flow, stolen, returned)).rejects.toThrow('GraphQL refused')
    expect(await finishLogin(stack.flow, started, returned)).toMatchObject({ login: 'ada' })
  })

  it('login takes a code once', async () => {
    const started = await beginLogin(stack.flow)
    const returned = await approveLogin(started, 'ada')
    await finishLogin(stack.flow, started, returned)
    await expect(finishLogin(stack.flow, started, returned)).rejects.toThrow('took too long')
  })

  it('login refuses a state that is not ours', async () => {
    const started = await beginLogin(stack.flow)
    const returned = await approveLogin(started, 'ada')
    returned.set('state', 'forged')
    await expect(finishLogin(stack.flow, started, returned)).rejects.toThrow('does not belong')
  })

  it('S-REDIR-06 startLogin returns to allowed addresses only', async () => {
    const { origin } = new URL(stack.urls.app)
    for (const redirectTo of [
      'https://evil.example/graphql',
      `${origin}.evil.example/graphql`,
      `${origin.replace('http:', 'https:')}/graphql`,
      `http://user@${new URL(origin).host}/graphql`,
      'javascript:alert(1)',
    ]) {
      const attempt = beginLogin({ ...stack.flow, redirectTo })
      await expect(attempt, redirectTo).rejects.toThrow('The request is not valid.')
    }
  })

  it('login reports to the page when the person says no', async () => {
    const returned = await approveLogin(await beginLogin(stack.flow), undefined)
    expect([returned.get('error'), returned.has('code')]).toEqual(['access_denied', false])
  })
})

describe('signing in with a device', () => {
  const started = z.object({
    userCode: z.string(),
    deviceCode: z.string(),
    verificationUri: z.url(),
    interval: z.number(),
  })

  function loginWithDevice(deviceCode: string): Promise<{ data: unknown; code: string | undefined }> {
    return mutate(`loginWithDevice(deviceCode: ${JSON.stringify(deviceCode)}) { login }`)
  }

  async function startDevice(): Promise<z.infer<typeof started>> {
    const query = 'mutation { startDeviceLogin { userCode deviceCode verificationUri interval } }'
    return started.parse((await requireGraphql(stack.flow.endpoint, { query }))['startDeviceLogin'])
  }

  function decide(verificationUri: string, userCode: string, pick: string): Promise<Response> {
    return fetch(verificationUri, {
      method: 'POST',
      body: new URLSearchParams({ user_code: userCode, pick }),
    })
  }

  it('loginWithDevice gives a session once the person has typed the code, and only once', async () => {
    const { userCode, deviceCode, verificationUri } = await startDevice()
    expect((await decide(verificationUri, userCode, 'ben')).status).toBe(200)
    expect(await loginWithDevice(deviceCode)).toEqual({
      data: { loginWithDevice: { login: 'ben' } },
      code: undefined,
    })
    expect((await loginWithDevice(deviceCode)).data).toBeUndefined()
  })

  it('loginWithDevice tells to wait, to slow down, and that the person said no', async () => {
    const waiting = await startDevice()
    expect((await loginWithDevice(waiting.deviceCode)).code).toBe('authorization-pending')
    expect((await loginWithDevice(waiting.deviceCode)).code).toBe('slow-down')
    const denied = await startDevice()
    await decide(denied.verificationUri, denied.userCode, '')
    expect((await loginWithDevice(denied.deviceCode)).code).toBe('access-denied')
  })
})

describe('refreshing through GraphQL', () => {
  it('S-SESS-02 hands out a successor, the same one again shortly after, and ends the session on older ones', async () => {
    const first = await signIn(stack.flow, 'ada')
    const second = await refresh(stack.flow, first.refreshToken)
    expect((await refresh(stack.flow, first.refreshToken)).refreshToken).toBe(second.refreshToken)
    const third = await refresh(stack.flow, second.refreshToken)
    expect(await refreshCode(first.refreshToken)).toEqual({ data: undefined, code: 'refresh-token-reused' })
    expect((await refreshCode(third.refreshToken)).code).toMatch(
      /^(invalid-refresh-token|refresh-token-reused)$/,
    )
  })

  it('S-SESS-03 S-CVE-17 gives twenty callers at once one successor', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(stack.flow, refreshToken)))
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1)
  })

  it('refreshSession refuses what is no token of ours without asking the database', async () => {
    for (const token of [
      '',
      'nonsense',
      'v1.x.1.y',
      `v1.${crypto.randomUUID()}.1.${randomBytes(32).toString('base64url')}`,
    ]) {
      expect([token, (await refreshCode(token)).code]).toEqual([token, 'invalid-refresh-token'])
    }
  })

  it('S-CLAIM-07 puts the roles of now into the new token', async () => {
    const { refreshToken, userId } = await signIn(stack.flow, 'cleo')
    await stack.database.query('insert into user_roles (user_id, role) values ($1, $2)', [
      userId,
      'moderator',
    ])
    expect((await refresh(stack.flow, refreshToken)).roles).toEqual(['moderator', 'user'])
  })

  it('S-CLAIM-08 gives a disabled person neither a refresh nor a sign-in, and ends the sessions', async () => {
    const { refreshToken, userId } = await signIn(stack.flow, 'cleo')
    await stack.database.query('update users set disabled_at = now() where id = $1', [userId])
    expect(await count(stack.database, 'sessions', `user_id = '${userId}'`)).toBe(0)
    expect((await refreshCode(refreshToken)).code).toMatch(/^(invalid-refresh-token|user-disabled)$/)
    await expect(signIn(stack.flow, 'cleo')).rejects.toThrow('This account is disabled.')
    expect(await count(stack.database, 'sessions', `user_id = '${userId}'`)).toBe(0)
    await stack.database.query('update users set disabled_at = null where id = $1', [userId])
  })
})

describe('signing out through GraphQL', () => {
  it('logout ends the session of a refresh token', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    const logout = `logout(refreshToken: ${JSON.stringify(refreshToken)}) { revoked }`
    expect(await mutate(logout)).toEqual({ data: { logout: { revoked: 1 } }, code: undefined })
    expect((await refreshCode(refreshToken)).code).toBe('invalid-refresh-token')
  })

  it('logout ends the session of the access token, or all of the person', async () => {
    await stack.database.query("delete from sessions where user_id = '1001002'")
    const here = await signIn(stack.flow, 'ben')
    const there = await signIn(stack.flow, 'ben')
    expect((await mutate('logout { revoked }', here.accessToken)).data).toEqual({ logout: { revoked: 1 } })
    await signIn(stack.flow, 'ben')
    expect((await mutate('logout(everywhere: true) { revoked }', there.accessToken)).data).toEqual({
      logout: { revoked: 2 },
    })
  })
})

import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { readSession } from '../../../functions/session/read.js'
import { finishSignIn } from '../../../functions/sign-in/finish.js'
import { startLogin } from '../../../functions/sign-in/start-login.js'
import { openState } from '../../../functions/sign-in/state.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { graphqlError, silence } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, callbackPath, code, signIn, startAndApprove } from '../../support/sign-in-flow.js'
import { secret } from '../../support/test-env.js'

const sessionCookies = ['__Host-gha-refresh', '__Host-gha-access']

function readyWorld(env: Record<string, string> = {}, deadlineMs?: number) {
  const world = fakeWorld(env, deadlineMs)
  acceptSignIns(world)
  return { world, jar: new BrowserJar(world) }
}

const isSignedIn = (jar: BrowserJar) => sessionCookies.some((name) => jar.cookies.has(name))
const githubCalls = (world: FakeWorld) => world.calls.filter((call) => call.url.includes('github.com')).length

describe('finishSignIn()', () => {
  test('signs in and goes where the person wanted to be', async () => {
    const { world, jar } = readyWorld()
    const response = await signIn(world, jar)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/after')
    expect([...jar.cookies.keys()].sort()).toEqual([...sessionCookies].sort())
  })

  test('S-CLAIM-06 mints a token whose sub, user id and row are one', async () => {
    const { world, jar } = readyWorld()
    await signIn(world, jar)
    const session = await jar.visit(readSession, '/api/auth/session')
    const { accessToken, user } = (await session.json()) as { accessToken: string; user: { id: string } }
    const { sub, 'https://hasura.io/jwt/claims': claims } = decodeJwt(accessToken)
    expect([sub, claims]).toEqual([user.id, expect.objectContaining({ 'x-hasura-user-id': user.id })])
  })

  test('costs one Hasura round trip and two GitHub calls', async () => {
    const { world, jar } = readyWorld()
    await signIn(world, jar)
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['OpenSession'])
    expect(world.calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /login/oauth/access_token',
      'GET /user',
      'POST /v1/graphql',
    ])
  })

  test('S-CB-11 S-CB-12 S-CB-13 answers with a clean 303 that nobody stores or passes on', async () => {
    const { world, jar } = readyWorld()
    const response = await signIn(world, jar)
    expect(response.headers.get('location')).not.toMatch(/code|state|token|v1\./)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('S-COOKIE-07 sets each cookie with a line of its own', async () => {
    const { world, jar } = readyWorld()
    expect((await signIn(world, jar)).headers.getSetCookie()).toHaveLength(4)
  })

  test('S-PKCE-03 S-GH-13 sends the verifier and proper headers', async () => {
    const { world, jar } = readyWorld()
    await signIn(world, jar)
    const [exchange, profile] = world.calls
    expect(JSON.parse(exchange?.body ?? '')).toMatchObject({
      code,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: 'https://app.example/api/auth/callback/github',
    })
    expect(profile?.headers.get('authorization')).toMatch(/^Bearer gho_/)
    for (const call of [exchange, profile]) {
      expect(call?.headers.get('accept')).toMatch(/json/)
      expect(call?.headers.get('user-agent')).toContain('hasura-github-auth')
      expect(call?.headers.get('x-github-api-version')).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
  })

  test('S-CB-03 S-CVE-18 S-CVE-01 refuses a callback that was started in another browser', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    const other = new BrowserJar(world)
    expect((await other.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(isSignedIn(other)).toBe(false)
    expect(world.calls).toEqual([])
  })

  test('S-CB-03 refuses it also when the other browser has a sign-in of its own under way', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    const other = new BrowserJar(world)
    await startAndApprove(world, other)
    expect((await other.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(isSignedIn(other)).toBe(false)
    expect(githubCalls(world)).toBe(0)
  })

  test('S-CB-04 S-CVE-23 takes the same callback once', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    await jar.visit(finishSignIn, callbackPath(query))
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(githubCalls(world)).toBe(2)
  })

  test.each([
    [
      'GitHub is down',
      (world: FakeWorld) =>
        world.github.on('POST /login/oauth/access_token', () => new Response('', { status: 502 })),
    ],
    ['Hasura is down', (world: FakeWorld) => world.hasura.always(() => new Response('', { status: 500 }))],
    ['the person said no', () => undefined],
  ])('S-CB-04 ends the transaction when %s', async (name, breakIt) => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    breakIt(world)
    if (name === 'the person said no') {
      query.delete('code')
      query.set('error', 'access_denied')
    }
    const response = await jar.visit(finishSignIn, callbackPath(query))
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(jar.cookies.size).toBe(0)
  })

  test('S-START-06 refuses a sign-in that took over ten minutes', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    world.advance(601)
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(world.calls).toEqual([])
  })

  test('S-START-07 lets two tabs finish with their own sign-in or fail cleanly', async () => {
    const { world, jar } = readyWorld()
    const first = await startAndApprove(world, jar, '/first')
    const second = await startAndApprove(world, jar, '/second')
    expect((await jar.visit(finishSignIn, callbackPath(first))).status).toBe(400)
    const finished = await jar.visit(finishSignIn, callbackPath(second))
    expect(finished.headers.get('location')).toBe('/second')
  })

  test.each([
    ['S-CB-09 iss of another issuer', { iss: 'https://evil.example' }],
    ['S-CB-08 error together with code', { error: 'access_denied' }],
    ['S-CB-06 a code of 100 KB', { code: 'x'.repeat(100_000) }],
    ['S-CB-06 a code with NUL', { code: 'abcdefgh\u0000' }],
    ['S-CB-06 an emoji code', { code: '🎉🎉🎉🎉🎉🎉🎉🎉' }],
    ['S-CB-01 S-CVE-32 an empty state', { state: '' }],
    ['S-CB-01 a wrong state', { state: 'wrong' }],
  ])('refuses %s without asking anybody', async (_name, changes) => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    for (const [name, value] of Object.entries(changes)) query.set(name, value)
    const response = await jar.visit(finishSignIn, callbackPath(query))
    expect(response.status).toBe(400)
    expect(world.calls).toEqual([])
    expect(isSignedIn(jar)).toBe(false)
  })

  test.each(['code', 'state'])('S-CB-05 refuses %s given twice', async (name) => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    query.append(name, query.get(name) ?? '')
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(world.calls).toEqual([])
  })

  test('S-CB-07 S-HTTP-10 repeats nothing of what GitHub says went wrong', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    query.delete('code')
    query.set('error', 'access_denied')
    query.set('error_description', '<img src=x onerror=alert(1)>')
    const response = await jar.visit(finishSignIn, callbackPath(query), { headers: { accept: 'text/html' } })
    expect(response.status).toBe(403)
    expect(response.headers.get('location')).toBeNull()
    const page = await response.text()
    expect(page).not.toContain('<img')
    expect(page).toContain('Access was denied.')
  })

  test.each([
    ['application_suspended', 'application_suspended'],
    ['hunter2-is-my-password', 'an error that is not documented'],
    ['__proto__', 'an error that is not documented'],
  ])('S-CB-07 S-LOG-01 logs of an error what is documented: %s', async (error, reason) => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    query.delete('code')
    query.set('error', error)
    await jar.visit(finishSignIn, callbackPath(query))
    expect(world.log.join()).toContain(`GitHub: ${reason}`)
    const deps = world.deps.forRequest()
    const { state } = await startLogin(deps, {
      codeChallenge: 'A'.repeat(43),
      redirectTo: 'https://app.example/graphql',
    })
    await jar.visit(finishSignIn, `/api/auth/callback/github?state=${state}&error=${error}`)
    expect(world.log.join()).toContain(`"reason":"${reason}"`)
    if (reason !== error) expect(world.log.join()).not.toContain(error)
  })

  test('S-CB-07 checks the state of an error redirect too', async () => {
    const { world, jar } = readyWorld()
    await startAndApprove(world, jar)
    const query = new URLSearchParams({ error: 'access_denied', state: 'wrong' })
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(jar.cookies.has('__Host-gha-transaction')).toBe(true)
  })

  test('S-CB-10 does not use up the code for a prefetch', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    const headers = { 'sec-purpose': 'prefetch' }
    expect((await jar.visit(finishSignIn, callbackPath(query), { headers })).status).toBe(403)
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(303)
  })

  test('S-CB-14 R-04 names the session that the browser had before, which ends once the new one is confirmed', async () => {
    const { world, jar } = readyWorld()
    await signIn(world, jar)
    const before = world.deps.refreshTokens.read(jar.cookies.get('__Host-gha-refresh') ?? '')
    await signIn(world, jar)
    const after = world.deps.refreshTokens.read(jar.cookies.get('__Host-gha-refresh') ?? '')
    expect(world.hasura.operations.at(-1)?.variables['session']).toMatchObject({
      replaces: before?.sessionId,
      replaces_generation: 1,
    })
    expect(after?.sessionId).not.toBe(before?.sessionId)
  })

  test('S-REDIR-02 S-CVE-29 checks returnTo again when it is used', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    const state = await openState(world.deps, query.get('state') ?? '')
    const forged = { nonce: state?.nonce, codeVerifier: 'a'.repeat(43), returnTo: 'https://evil.example' }
    jar.cookies.set('__Host-gha-transaction', await world.deps.sealer.seal('transaction', forged, 600))
    world.github.challenge = undefined
    const response = await jar.visit(finishSignIn, callbackPath(query))
    expect(response.headers.get('location')).toBe('/')
  })

  test('S-PKCE-05 refuses a transaction without a verifier before GitHub is asked', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    jar.cookies.set(
      '__Host-gha-transaction',
      await world.deps.sealer.seal('transaction', { nonce: 'a'.repeat(43), returnTo: '/' }, 600),
    )
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(world.calls).toEqual([])
  })

  test('S-CVE-07 refuses a state that was made for another GitHub app', async () => {
    const shared = secret()
    const other = fakeWorld({ AUTH_SECRET: shared, GITHUB_CLIENT_ID: 'Ov23liother' })
    const { world, jar } = readyWorld({ AUTH_SECRET: shared, GITHUB_CLIENT_ID: 'Ov23liours' })
    const otherJar = new BrowserJar(other)
    const query = await startAndApprove(other, otherJar)
    for (const [name, value] of otherJar.cookies) jar.cookies.set(name, value)
    expect((await jar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
    expect(world.calls).toEqual([])
  })

  const githubErrors: [string, number, string][] = [
    ['bad_verification_code', 400, 'expired'],
    ['incorrect_client_credentials', 500, 'misconfigured'],
    ['redirect_uri_mismatch', 500, 'misconfigured'],
    ['unverified_user_email', 403, 'github-email-unverified'],
    ['something_new', 502, 'github-unexpected'],
  ]
  test.each(githubErrors)('S-GH-01 takes 200 with %s as a failure', async (error, status, expected) => {
    const { world, jar } = readyWorld()
    world.github.on('POST /login/oauth/access_token', () => ({
      error,
      error_description: 'd',
      error_uri: 'u',
    }))
    const response = await signIn(world, jar)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code: expected } })
    expect(isSignedIn(jar)).toBe(false)
  })

  test.each<[string, unknown]>([
    ['no scope', { access_token: 'gho_x', token_type: 'bearer' }],
    ['another token type', { access_token: 'gho_x', token_type: 'mac', scope: '' }],
    ['a number as token', { access_token: 1, token_type: 'bearer', scope: '' }],
    ['an array', []],
    ['null', null],
    ['HTML', new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['nothing', new Response(null, { status: 204 })],
    ['another status', new Response('{}', { status: 422, headers: { 'content-type': 'application/json' } })],
  ])('S-GH-02 takes a token answer with %s as 502', async (_name, answer) => {
    const { world, jar } = readyWorld()
    world.github.on('POST /login/oauth/access_token', () => answer)
    const response = await signIn(world, jar)
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ error: { code: 'github-unexpected' } })
  })

  test.each<[string, Record<string, unknown>]>([
    ['text as id', { id: '1001' }],
    ['id 0', { id: 0 }],
    ['no id', { id: undefined }],
    ['an unsafe id', { id: 2 ** 53 }],
    ['no login', { login: null }],
    ['a script as picture', { avatar_url: 'javascript:alert(1)' }],
  ])('S-GH-02 takes a profile with %s as 502', async (_name, changes) => {
    const { world, jar } = readyWorld()
    Object.assign(world.github.profile as object, changes)
    expect((await signIn(world, jar)).status).toBe(502)
    expect(world.hasura.operations).toEqual([])
  })

  test.each(['Bot', 'Organization'])('S-GH-18 refuses an account of type %s', async (type) => {
    const { world, jar } = readyWorld()
    Object.assign(world.github.profile as object, { type })
    world.hasura.on('WriteLog', () => ({}))
    expect((await signIn(world, jar)).status).toBe(403)
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['WriteLog'])
  })

  test.each(['POST /login/oauth/access_token', 'GET /user'])(
    'S-GH-03 gives up on a GitHub that is silent at %s',
    async (route) => {
      const { world, jar } = readyWorld({}, 50)
      world.github.on(route, () => silence)
      const response = await signIn(world, jar)
      expect(response.status).toBe(504)
      expect(await response.json()).toMatchObject({ error: { code: 'github-unavailable' } })
    },
  )

  test('S-GH-03 gives up on a Hasura that is silent', async () => {
    const { world, jar } = readyWorld({}, 50)
    world.hasura.always(() => silence)
    const response = await signIn(world, jar)
    expect(response.status).toBe(504)
    expect(await response.json()).toMatchObject({ error: { code: 'hasura-unavailable' } })
  })

  test('S-GH-04 tries the exchange once', async () => {
    const { world, jar } = readyWorld()
    world.github.on('POST /login/oauth/access_token', () => {
      throw new TypeError('connection reset')
    })
    expect((await signIn(world, jar)).status).toBe(503)
    expect(world.calls).toHaveLength(1)
  })

  test('S-GH-05 follows no redirect with a secret in hand', async () => {
    const { world, jar } = readyWorld()
    const headers = { location: 'https://evil.example/token' }
    world.github.on('POST /login/oauth/access_token', () => new Response(null, { status: 307, headers }))
    expect((await signIn(world, jar)).status).toBe(503)
    expect(world.calls.map(({ url }) => new URL(url).host)).toEqual(['github.com'])
  })

  test.each<[string, number, Record<string, string>]>([
    ['primary', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772366400' }],
    ['secondary', 403, { 'retry-after': '17' }],
    ['429', 429, { 'retry-after': '17' }],
    ['secondary without a time', 403, { 'x-ratelimit-remaining': '4999' }],
  ])('S-GH-12 says when to come back after the %s rate limit', async (_name, status, headers) => {
    const { world, jar } = readyWorld()
    world.github.on('GET /user', () => Response.json({ message: 'rate limit' }, { status, headers }))
    const response = await signIn(world, jar)
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.json()).toMatchObject({ error: { code: 'github-rate-limited' } })
  })

  const refusals: [string, unknown, number, string][] = [
    ['disabled', { disabled_at: '2026-01-01T00:00:00+00:00', user_roles: [] }, 403, 'user-disabled'],
    ['without a role', { disabled_at: null, user_roles: [] }, 403, 'role-required'],
    ['neither', { disabled_at: null, user_roles: [{}] }, 503, 'hasura-unavailable'],
  ]
  test.each(refusals)(
    'asks why when Hasura refuses the session of a person who is %s',
    async (_name, user, status, expected) => {
      const { world, jar } = readyWorld()
      world.hasura
        .on('OpenSession', () => graphqlError('permission-error'))
        .on('WhyNoSession', () => ({ users_by_pk: user }))
      const response = await signIn(world, jar)
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ error: { code: expected } })
      expect(isSignedIn(jar)).toBe(false)
    },
  )

  test('tells strangers that sign-up is closed', async () => {
    const { world, jar } = readyWorld({ SIGN_UP: 'closed' })
    world.hasura
      .on('OpenKnownSession', () => graphqlError('constraint-violation'))
      .on('WhyNoSession', () => ({ users_by_pk: null }))
    const response = await signIn(world, jar)
    expect(await response.json()).toMatchObject({ error: { code: 'sign-up-closed' } })
    expect(world.hasura.operations.map(({ name }) => name)).not.toContain('OpenSession')
  })

  test.each<[string, () => unknown]>([
    ['500', () => new Response('oops', { status: 500 })],
    ['200 with errors', () => graphqlError('unexpected')],
    ['null', () => null],
    ['data of another shape', () => ({ insert_sessions_one: null })],
    ['HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ])(
    'S-ERR-02 S-VERCEL-12 opens no session and sets no cookie when Hasura answers %s',
    async (_name, answer) => {
      const { world, jar } = readyWorld()
      world.hasura.always(answer)
      expect((await signIn(world, jar)).status).toBe(503)
      expect(isSignedIn(jar)).toBe(false)
    },
  )

  test.each(['invalid-jwt', 'validation-failed'])(
    'tells the operator what to do about %s',
    async (hasuraCode) => {
      const { world, jar } = readyWorld()
      world.hasura.always(() => graphqlError(hasuraCode))
      expect((await signIn(world, jar)).status).toBe(500)
      expect(world.log.join('\n')).toMatch(/HASURA_GRAPHQL_JWT_SECRET must be the same|apply the migrations/)
    },
  )

  test.each<[string, () => unknown]>([
    ['does not answer', () => silence],
    ['gives no GraphQL answer', () => new Response('', { status: 502 })],
    ['gives an answer of another shape', () => ({})],
    ['says that it does not know', () => graphqlError('unexpected')],
  ])('R-04a abandons the sign-in, once, when Hasura %s', async (_name, answer) => {
    const { world, jar } = readyWorld({}, 500)
    world.hasura
      .on('OpenSession', answer)
      .on('WriteLog', () => ({}))
      .on('WhyNoSession', () => ({ users_by_pk: null }))
    expect((await signIn(world, jar)).status).toBeGreaterThanOrEqual(503)
    const { id } = Object(world.hasura.operations[0]?.variables['session']) as { id: string }
    const written = world.hasura.operations.filter(({ name }) => name === 'WriteLog')
    expect(written.map(({ variables }) => variables['rows'])).toMatchObject([
      [{ event: 'sign-in-abandoned', session_id: id, user_id: '1001' }],
    ])
    expect(isSignedIn(jar)).toBe(false)
  })

  test('R-04a answers the same when not even that can be written', async () => {
    const { world, jar } = readyWorld()
    world.hasura.always(() => new Response('', { status: 502 }))
    expect((await signIn(world, jar)).status).toBe(503)
    expect(world.log.join()).toContain('sign-in-not-abandoned')
  })

  test('R-04a abandons nothing that Hasura clearly refused', async () => {
    const { world, jar } = readyWorld()
    world.hasura
      .on('OpenSession', () => graphqlError('permission-error'))
      .on('WhyNoSession', () => ({ users_by_pk: { disabled_at: '2026-01-01T00:00:00Z', user_roles: [] } }))
      .on('WriteLog', () => ({}))
    expect((await signIn(world, jar)).status).toBe(403)
    expect(JSON.stringify(world.hasura.operations)).not.toContain('sign-in-abandoned')
  })

  test('ends the session again when a claim that it needs has no value', async () => {
    const claims = { fragment: 'fragment C on users { plan }', claims: { 'x-hasura-plan': { path: 'plan' } } }
    const { world, jar } = readyWorld({ CUSTOM_CLAIMS: JSON.stringify(claims) })
    world.hasura.on('WriteLog', () => ({}))
    expect((await signIn(world, jar)).status).toBe(500)
    const [opened, ended] = world.hasura.operations
    const { id } = Object(opened?.variables['session']) as { id: string }
    const row = { event: 'sign-in-abandoned', session_id: id, user_id: '1001' }
    expect(ended).toMatchObject({ name: 'WriteLog', variables: { rows: [row] } })
    expect(isSignedIn(jar)).toBe(false)
  })

  test('S-GH-09 hands Hasura GitHub tokens sealed only', async () => {
    const { world, jar } = readyWorld()
    await signIn(world, jar)
    const sent = world.calls.filter(({ url }) => url.includes('hasura')).map(({ body }) => body)
    expect(sent.join()).not.toMatch(/gh[oupsr]_/)
    expect(sent.join()).toMatch(/"token":\{"user_id":"1001","token":"eyJ/)
  })

  test('S-CLAIM-03 S-HASURA-10 takes nothing from the profile but id, login, name and picture', async () => {
    const { world, jar } = readyWorld()
    Object.assign(world.github.profile as object, {
      login: 'admin',
      name: '"}) { x } #',
      'x-hasura-role': 'admin',
      role: 'admin',
    })
    await signIn(world, jar)
    expect(world.hasura.operations[0]?.variables['user']).toEqual({
      id: '1001',
      login: 'admin',
      name: '"}) { x } #',
      avatar_url: 'https://avatars.example/1001',
      github_roles: [],
      created_at: world.clock.now.toISOString(),
      last_signed_in_at: world.clock.now.toISOString(),
      checked_at: world.clock.now.toISOString(),
    })
  })

  test('S-COOKIE-04 S-CVE-06 survives every broken cookie', async () => {
    const { world, jar } = readyWorld()
    const query = await startAndApprove(world, jar)
    for (const value of ['%', '"', 'x'.repeat(8000), '....', 'eyJ.a.b.c.d']) {
      const headers = { cookie: `__Host-gha-transaction=${value}` }
      expect((await jar.visit(finishSignIn, callbackPath(query), { headers })).status).toBe(400)
    }
  })
})

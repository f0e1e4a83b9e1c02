import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { readSession } from '../../functions/session/read.js'
import { signOut } from '../../functions/session/sign-out.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { BrowserJar } from '../support/browser-jar.js'
import { callAction, deliver } from '../support/call-webhook.js'
import { graphqlError, userRow } from '../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../support/fake-world.js'
import { acceptSignIns, callbackPath, signIn, startAndApprove } from '../support/sign-in-flow.js'
import { jwtSecretJson, secret } from '../support/test-env.js'

const canary = (name: string) => `canary-${name}-${secret()}`
const githubToken = `gho_canary${randomBytes(15).toString('hex')}`
const code = `canarycode${randomBytes(8).toString('hex')}`

function canaries() {
  const key = canary('jwt-key')
  return {
    AUTH_SECRET: canary('auth'),
    AUTH_SECRET_PREVIOUS: canary('auth-previous'),
    GITHUB_CLIENT_SECRET: canary('client'),
    HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ key }),
    ACTION_SECRET: canary('action'),
    EVENT_SECRET: canary('event'),
    key,
  }
}

const failures: [string, (world: FakeWorld) => void][] = [
  ['nothing fails', () => undefined],
  [
    'GitHub refuses the code',
    (world) => world.github.on('POST /login/oauth/access_token', () => ({ error: 'bad_verification_code' })),
  ],
  [
    'GitHub echoes the request',
    (world) =>
      world.github.on('POST /login/oauth/access_token', (call) => new Response(call.body, { status: 500 })),
  ],
  [
    'GitHub echoes it as an error',
    (world) =>
      world.github.on('POST /login/oauth/access_token', (call) => ({
        error: call.body,
        error_description: call.body,
      })),
  ],
  [
    'GitHub cannot be reached',
    (world) =>
      world.github.on('GET /user', (call) => {
        throw new TypeError(call.headers.get('authorization') ?? '')
      }),
  ],
  [
    'GitHub echoes the token',
    (world) =>
      world.github.on('GET /user', (call) =>
        Response.json({ message: call.headers.get('authorization') }, { status: 401 }),
      ),
  ],
  [
    'Hasura echoes its error',
    (world) => world.hasura.always((variables) => graphqlError('unexpected', JSON.stringify(variables))),
  ],
  ['Hasura refuses the token', (world) => world.hasura.always(() => graphqlError('invalid-jwt'))],
  [
    'Hasura is down',
    (world) => world.hasura.always((variables) => new Response(JSON.stringify(variables), { status: 502 })),
  ],
]

/** Every flow once, with what came out of it: bodies and headers but the cookies, which are made to hold tokens. */
async function everyFlow(world: FakeWorld): Promise<string[]> {
  const out: string[] = []
  const keep = async (response: Response) => {
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie')
    out.push(JSON.stringify(headers), await response.clone().text())
    return response
  }
  const jar = new BrowserJar(world)
  const query = await startAndApprove(world, jar)
  query.set('code', code)
  await keep(await jar.visit(finishSignIn, callbackPath(query)))
  await keep(await jar.visit(finishSignIn, callbackPath(query)))
  await signIn(world, jar)
  world.advance(3600)
  const refreshed = await jar.visit(readSession, '/api/auth/session')
  if (refreshed.status !== 200) await keep(refreshed)
  const headers = { origin: 'https://app.example', 'content-type': 'application/json' }
  await keep(await jar.visit(signOut, '/api/auth/signout', { method: 'POST', headers, body: '{}' }))

  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const input = { codeChallenge, redirectTo: 'https://app.example/graphql' }
  const { state } = (await (await callAction(world, 'startLogin', { input })).json()) as { state: string }
  world.github.challenge = codeChallenge
  const loggedIn = await callAction(world, 'login', { input: { code, state, codeVerifier } })
  if (loggedIn.status !== 200) await keep(loggedIn)
  const refreshToken = world.deps.refreshTokens.mint({ sessionId: randomUUID(), generation: 1 })
  const rotated = await callAction(world, 'refreshSession', { input: { refreshToken } })
  if (rotated.status !== 200) await keep(rotated)
  await keep(await callAction(world, 'logout', { input: { refreshToken } }))
  await keep(await callAction(world, 'login', { headers: { 'x-webhook-secret': canary('wrong') } }))
  await keep(await deliver(world, 'sync_user', { trigger: codeVerifier }))
  out.push(...world.log)
  expect(out.join()).not.toContain(codeVerifier)
  return out
}

test.each(failures)(
  'S-LOG-01 S-CVE-03 no secret reaches a log line or answer when %s',
  async (_name, fail) => {
    const { key, ...env } = canaries()
    const world = fakeWorld(env)
    acceptSignIns(world)
    world.github.token = { access_token: githubToken, token_type: 'bearer', scope: 'user:email' }
    const session = { generation: 2, idle_expires_at: '2026-05-01T12:00:00+00:00', user: userRow() }
    world.hasura
      .on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
      .on('EndSessions', () => ({ reused: { affected_rows: 0 }, delete_sessions: { affected_rows: 0 } }))
    fail(world)
    const out = await everyFlow(world)
    const planted = [...Object.values(env), key, githubToken, code]
    for (const value of planted) expect(out.join('\n')).not.toContain(value)
    expect(out.join('\n')).not.toMatch(/gh[oupsr]_canary|canary-\w+-|\bat .*\(.*:\d+:\d+\).*"message"/)
    expect(world.log.length).toBeGreaterThan(5)
  },
)

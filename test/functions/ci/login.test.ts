import { generateKeyPairSync, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { callAction } from '../../support/call-webhook.js'
import { graphqlError } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { testEnv } from '../../support/test-env.js'

const issuer = 'https://token.actions.githubusercontent.com'
const keysUrl = `${issuer}/.well-known/jwks`
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

const rule = {
  repository: 'acme/app',
  ref: 'refs/heads/main',
  role: 'deployer',
  claims: { 'X-Hasura-Stage': 'live' },
}
const tagRule = { repository: 'acme/app', ref: 'refs/tags/*', role: 'releaser', environment: 'production' }
const configured = { audience: 'hasura', rules: [rule, tagRule] }

function ciWorld(config: unknown = configured): FakeWorld {
  const world = fakeWorld({ GITHUB_ACTIONS_LOGIN: JSON.stringify(config) })
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }
  world.sites.set(keysUrl, () => Response.json({ keys: [key] }))
  world.hasura.on('UseIdToken', () => ({}))
  return world
}

const workflow = {
  sub: 'repo:acme/app:ref:refs/heads/main',
  repository: 'acme/app',
  repository_id: '77',
  ref: 'refs/heads/main',
  event_name: 'push',
  iss: issuer,
  aud: 'hasura',
}

interface Signing {
  key?: typeof privateKey
  header?: Partial<jwt.JwtHeader>
}

function idToken(
  world: FakeWorld,
  changes: Record<string, unknown> = {},
  { key = privateKey, header }: Signing = {},
) {
  const iat = Math.floor(world.clock.now.getTime() / 1000)
  const given = { ...workflow, jti: randomUUID(), iat, exp: iat + 300, ...changes }
  const payload = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return jwt.sign(payload, key, { algorithm: 'RS256', header: { alg: 'RS256', kid: 'k1', ...header } })
}

async function login(world: FakeWorld, token: string) {
  const response = await callAction(world, 'loginWithGithubActions', { input: { idToken: token } })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const refused = (code: string) => ({ body: { extensions: { code } } })

describe('loginWithGithubActions', () => {
  test('gives a short access token with role and claims of the rule, and no refresh token', async () => {
    const world = ciWorld()
    const { body } = await login(world, idToken(world))
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresAt: '2026-03-01T12:05:00.000Z',
      role: 'deployer',
    })
    expect(jwt.decode(String(body['accessToken']))).toMatchObject({
      sub: 'repo:acme/app:ref:refs/heads/main',
      'https://hasura.io/jwt/claims': {
        'x-hasura-allowed-roles': ['deployer'],
        'x-hasura-default-role': 'deployer',
        'x-hasura-repository': 'acme/app',
        'x-hasura-stage': 'live',
      },
    })
  })

  test('S-LOG-02 writes down which workflow came in', async () => {
    const world = ciWorld()
    await login(world, idToken(world))
    const detail = { repository: 'acme/app', ref: 'refs/heads/main', event: 'push', role: 'deployer' }
    expect(world.hasura.operations.map(({ name }) => name)).toEqual(['UseIdToken'])
    expect(world.hasura.operations[0]?.variables['log']).toEqual({
      event: 'workflow-signed-in',
      at: '2026-03-01T12:00:00.000Z',
      detail,
    })
  })

  test('R-15b uses the token up until its end, and refuses one that was used', async () => {
    const world = ciWorld()
    await login(world, idToken(world, { jti: 'once' }))
    expect(world.hasura.operations[0]?.variables['token']).toEqual({
      jti: 'once',
      expires_at: '2026-03-01T12:05:00.000Z',
    })
    world.hasura.on('UseIdToken', () => graphqlError('constraint-violation'))
    const again = await login(world, idToken(world, { jti: 'once' }))
    expect(again).toMatchObject({ status: 403, ...refused('access-denied') })
    world.hasura.on('UseIdToken', () => graphqlError('unexpected'))
    expect(await login(world, idToken(world))).toMatchObject(refused('hasura-unavailable'))
  })

  test('fetches the keys of GitHub once', async () => {
    const world = ciWorld()
    for (let round = 0; round < 5; round += 1) await login(world, idToken(world))
    expect(world.calls.filter(({ url }) => url === keysUrl)).toHaveLength(1)
  })

  test('is not there unless it is configured', async () => {
    const world = fakeWorld()
    expect(await login(world, idToken(world))).toMatchObject({ status: 404, ...refused('not-found') })
    expect(world.calls).toEqual([])
  })

  test.each<[string, Record<string, unknown>, Signing?]>([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another audience', { aud: 'other' }],
    ['without an audience', { aud: undefined }],
    ['that has expired', { exp: Math.floor(Date.parse('2026-03-01T11:59:59Z') / 1000) }],
    ['without an end', { exp: undefined }],
    ['that is not valid yet', { nbf: Math.floor(Date.parse('2026-03-01T12:01:00Z') / 1000) }],
    ['of another key', {}, { key: stranger }],
    ['of an unknown kid', {}, { header: { kid: '../../dev/null' } }],
    [
      'with a key in its header',
      {},
      { key: stranger, header: { kid: 'k2', jwk: {} } as Partial<jwt.JwtHeader> },
    ],
    ['without an id of its own', { jti: undefined }],
    ['with an id that no text column takes', { jti: 'a\u0000' }],
    ['without a repository', { repository: undefined }],
    ['with a list as ref', { ref: ['refs/heads/main'] }],
  ])('S-JWT-01 S-JWT-06 S-JWT-07 S-CVE-21 S-CVE-27 refuses a token %s', async (_name, changes, signing) => {
    const world = ciWorld()
    const answer = await login(world, idToken(world, changes, signing))
    expect(answer).toMatchObject({ status: 403, ...refused('access-denied') })
    expect(world.hasura.operations).toEqual([])
  })

  test.each(['', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', '%', 'x'.repeat(8000)])(
    'S-JWT-12 refuses %.40s',
    async (token) => {
      expect(await login(ciWorld(), token)).toMatchObject({ status: 403, ...refused('access-denied') })
    },
  )

  test('S-JWT-01 refuses a token that is signed with the public key as a secret', async () => {
    const world = ciWorld()
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const [, payload = ''] = idToken(world).split('.')
    const header = Buffer.from('{"alg":"HS256","kid":"k1"}').toString('base64url')
    const { createHmac } = await import('node:crypto')
    const signature = createHmac('sha256', pem).update(`${header}.${payload}`).digest('base64url')
    expect(await login(world, `${header}.${payload}.${signature}`)).toMatchObject(refused('access-denied'))
  })

  test.each<[string, Record<string, unknown>]>([
    ['another repository', { repository: 'acme/app-evil' }],
    ['another branch', { ref: 'refs/heads/main2' }],
    ['a pull request', { event_name: 'pull_request_target' }],
    ['a tag without the environment', { ref: 'refs/tags/v1' }],
  ])('lets no workflow in that comes from %s', async (_name, changes) => {
    const world = ciWorld()
    expect(await login(world, idToken(world, changes))).toMatchObject({
      status: 403,
      ...refused('access-denied'),
    })
  })

  test('matches tags by their beginning, and the environment exactly', async () => {
    const world = ciWorld()
    const { body } = await login(world, idToken(world, { ref: 'refs/tags/v1', environment: 'production' }))
    expect(body['role']).toBe('releaser')
  })

  test('tells a repository from a stranger that took its name', async () => {
    const rules = [{ ...rule, repositoryId: '77' }]
    const world = ciWorld({ ...configured, rules })
    expect((await login(world, idToken(world))).status).toBe(200)
    expect((await login(world, idToken(world, { repository_id: '78' }))).status).toBe(403)
  })

  test.each<[string, () => Response]>([
    ['down', () => new Response('', { status: 500 })],
    ['a page', () => new Response('<html>')],
  ])('calls GitHub unavailable when its keys are %s', async (_name, answer) => {
    const world = ciWorld()
    world.sites.set(keysUrl, answer)
    expect(await login(world, idToken(world))).toMatchObject(refused('github-unavailable'))
  })
})

describe('GITHUB_ACTIONS_LOGIN', () => {
  test.each<[string, unknown]>([
    ['no rules', { audience: 'a', rules: [] }],
    ['no audience', { rules: [rule] }],
    ['the role admin', { audience: 'a', rules: [{ ...rule, role: 'admin' }] }],
    [
      'a claim that decides who somebody is',
      { audience: 'a', rules: [{ ...rule, claims: { 'X-Hasura-User-Id': '1' } }] },
    ],
    ['an owner without a repository', { audience: 'a', rules: [{ ...rule, repository: 'acme' }] }],
    ['a ref of every branch', { audience: 'a', rules: [{ ...rule, ref: '*' }] }],
    ['a day', { audience: 'a', seconds: 86_400, rules: [rule] }],
    ['an issuer over http', { audience: 'a', issuer: 'http://evil.example', rules: [rule] }],
    ['a misspelt key', { audience: 'a', rules: [{ ...rule, enviroment: 'x' }] }],
  ])('refuses %s', (_name, config) => {
    const env = testEnv({ GITHUB_ACTIONS_LOGIN: JSON.stringify(config) })
    expect(() => parseConfig(env)).toThrow(/GITHUB_ACTIONS_LOGIN is not the JSON/)
  })
})

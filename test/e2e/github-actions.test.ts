import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { count } from '../../dev/stack/count.js'
import { authMutation, type MutationAnswer } from '../support/auth-mutation.js'
import { expectNoSecrets } from '../support/expect-no-secrets.js'
import { type HasuraFolder, hasuraFolder } from '../support/hasura-folder.js'
import { logRows } from '../support/log-rows.js'
import { type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let issuer: OidcIssuer
let folder: HasuraFolder
let stack: TestStack

const sql =
  'create table public.deployments (id serial primary key, repository text not null, stage text not null);'

const deployments = {
  table: { schema: 'public', name: 'deployments' },
  insert_permissions: [
    {
      role: 'deployer',
      permission: {
        check: {},
        set: { repository: 'x-hasura-Repository', stage: 'x-hasura-Stage' },
        columns: ['id'],
      },
    },
  ],
  select_permissions: [
    {
      role: 'deployer',
      permission: {
        columns: ['id', 'repository', 'stage'],
        filter: { repository: { _eq: 'X-Hasura-Repository' } },
        limit: 10,
      },
    },
  ],
}

beforeAll(async () => {
  issuer = await startOidcIssuer()
  folder = await hasuraFolder({ sql, tables: [deployments] })
  const rules = [
    {
      repository: 'Acme/App',
      ref: 'refs/heads/main',
      role: 'deployer',
      claims: { 'X-Hasura-Stage': 'live' },
    },
    { repository: 'acme/app', ref: 'refs/tags/v*', environment: 'production', role: 'releaser' },
    { repository: 'acme/renamed', repositoryId: '88', ref: 'refs/heads/main', role: 'deployer' },
  ]
  stack = await startTestStack({
    stack: { hasura: folder.path },
    env: { GITHUB_ACTIONS_LOGIN: JSON.stringify({ issuer: issuer.url, audience: 'hasura', rules }) },
  })
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await Promise.all([issuer.close(), folder.remove()])
})

const sessionSchema = z.object({
  loginWithGithubActions: z.object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresAt: z.string(),
    role: z.string(),
  }),
})

function login(idToken: string): Promise<MutationAnswer> {
  const field = `loginWithGithubActions(idToken: ${JSON.stringify(idToken)}) { accessToken tokenType expiresAt role }`
  return authMutation(stack.flow.endpoint, field)
}

async function loggedIn(idToken: string) {
  return sessionSchema.parse((await login(idToken)).data).loginWithGithubActions
}

describe('a workflow of GitHub Actions', () => {
  it('gets told to try again while the issuer is down', async () => {
    issuer.isDown = true
    expect((await login(await issuer.issue())).code).toBe('github-unavailable')
    issuer.isDown = false
    expect((await login(await issuer.issue())).code).toBeUndefined()
  })

  it('gets a short token with role and claims of its rule, good for Hasura', async () => {
    const session = await loggedIn(await issuer.issue())
    expect(session.role).toBe('deployer')
    const { iat = 0, exp = 0, ...claims } = decodeJwt(session.accessToken)
    expect([exp - iat, claims.sub]).toEqual([300 + 60, 'repo:acme/app:ref:refs/heads/main'])
    const answer = await requestGraphql(stack.flow.endpoint, {
      query: 'mutation { insert_deployments_one(object: {}) { repository stage } }',
      token: session.accessToken,
    })
    expect(answer).toEqual({ data: { insert_deployments_one: { repository: 'acme/app', stage: 'live' } } })
  })

  it('S-HASURA-05 can do nothing but what its role may', async () => {
    const { accessToken } = await loggedIn(await issuer.issue())
    const users = { query: '{ users { login } }', token: accessToken }
    const denied = await requestGraphql(stack.flow.endpoint, users)
    expect(denied.errors?.[0]?.message).toBe("field 'users' not found in type: 'query_root'")
    for (const role of ['admin', 'auth_service', 'user']) {
      const answer = await requestGraphql(stack.flow.endpoint, {
        ...users,
        headers: { 'x-hasura-role': role },
      })
      expect([role, answer.errors?.[0]?.extensions?.code]).toEqual([role, 'access-denied'])
    }
  })

  it('opens no session, and leaves a row in the log', async () => {
    await loggedIn(await issuer.issue())
    expect(await count(stack.database, 'sessions')).toBe(0)
    expect(await logRows(stack.database, 'workflow-signed-in')).toContainEqual({
      user_id: null,
      session_id: null,
      event: 'workflow-signed-in',
      detail: { repository: 'acme/app', ref: 'refs/heads/main', event: 'push', role: 'deployer' },
    })
  })

  it('gets the role of the environment that it runs in', async () => {
    const tag = { ref: 'refs/tags/v1.2', event_name: 'release' }
    const released = await loggedIn(await issuer.issue({ ...tag, environment: 'production' }))
    expect(released.role).toBe('releaser')
    expect((await login(await issuer.issue({ ...tag, environment: 'staging' }))).code).toBe('access-denied')
    expect((await login(await issuer.issue(tag))).code).toBe('access-denied')
  })

  it.each([
    ['another repository', { repository: 'evil/app' }],
    ['a repository whose name begins the same', { repository: 'acme/app2' }],
    [
      'the old name of a repository, taken by somebody else',
      { repository: 'acme/renamed', repository_id: '99' },
    ],
    ['another branch', { ref: 'refs/heads/main2' }],
    ['a pull request', { event_name: 'pull_request' }],
    ['a pull request that runs with our rights', { event_name: 'pull_request_target' }],
    ['another audience', { aud: 'https://github.com/acme' }],
    ['another issuer', { iss: 'https://token.actions.githubusercontent.com' }],
    ['a token that has expired', { iat: 1, nbf: 1, exp: 301 }],
    ['a token of tomorrow', { nbf: Math.floor(Date.now() / 1000) + 86_400 }],
    ['no repository', { repository: undefined }],
    ['a ref that is no text', { ref: 5 }],
  ])('S-CVE-21 is refused for %s', async (_name, changes) => {
    const { data, code } = await login(await issuer.issue(changes))
    expect([data, code]).toEqual([undefined, 'access-denied'])
  })

  it('R-15b is let in once by one token, of many at once, by whichever host', async () => {
    const idToken = await issuer.issue()
    const before = (await logRows(stack.database, 'workflow-signed-in')).length
    const codes = await Promise.all(Array.from({ length: 8 }, async () => (await login(idToken)).code))
    expect(codes.filter((code) => code === undefined)).toHaveLength(1)
    expect(codes.filter((code) => code === 'access-denied')).toHaveLength(7)
    expect((await logRows(stack.database, 'workflow-signed-in')).length).toBe(before + 1)
  })

  it('S-JWT-06 is refused for a token that the issuer did not sign', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const genuine = await issuer.issue()
    const unsigned = new UnsecuredJWT(decodeJwt(genuine)).encode()
    const forged = [
      await issuer.issue({}, { key: stranger }),
      await issuer.issue({}, { key: stranger, kid: 'k2' }),
      unsigned,
      genuine.slice(0, -4),
      `${genuine}.`,
      '',
      '..',
      'x'.repeat(8000),
    ]
    for (const idToken of forged) {
      const { data, code } = await login(idToken)
      expect([idToken.slice(0, 40), data, code]).toEqual([idToken.slice(0, 40), undefined, 'access-denied'])
    }
  })

  it('S-JWT-06 costs the issuer one request for many tokens, and none for unknown keys in between', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    await login(await issuer.issue({}, { key: stranger, kid: 'k7' }))
    const before = issuer.keyRequests()
    for (const kid of ['k1', 'k8', 'k9']) await login(await issuer.issue({}, { key: stranger, kid }))
    await Promise.all([1, 2, 3].map(async () => loggedIn(await issuer.issue())))
    expect(issuer.keyRequests()).toBe(before)
  })

  it('finds nothing where GITHUB_ACTIONS_LOGIN is not set', async () => {
    const { url } = await stack.addHost()
    const response = await fetch(`${url}/api/actions/loginWithGithubActions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-secret': stack.secrets.actionSecret },
      body: JSON.stringify({
        action: { name: 'loginWithGithubActions' },
        input: { idToken: await issuer.issue() },
        session_variables: { 'x-hasura-role': 'anonymous' },
      }),
    })
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { extensions: { code: 'not-found' } },
    ])
  })
})

describe('logs', () => {
  it('S-LOG-01 hold no secret and no token of all that happened here', () => {
    expectNoSecrets(stack, 'workflow-signed-in')
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startWebhookServer } from '../support/webhook-server.js'
import { ADMIN_SECRET, openTestAuth, refusal } from './support.js'

const hook = await startWebhookServer()
afterAll(() => hook.close())
beforeEach(() => {
  hook.requests.length = 0
  hook.reply = () => ({ body: { 'X-Hasura-Role': 'user', 'X-Hasura-User-Id': '7' } })
})

const openHookAuth = (env: Record<string, string> = {}) =>
  openTestAuth({
    HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET,
    HASURA_GRAPHQL_AUTH_HOOK: `${hook.url}/who`,
    ...env,
  })
const POST = { HASURA_GRAPHQL_AUTH_HOOK_MODE: 'POST' }
const caller = () =>
  new Headers({ Authorization: 'Bearer t', Cookie: 'a=b', 'X-Hasura-Org': '1', Accept: '*/*', Host: 'me' })

describe('authenticate() with an auth hook (Hasura.Server.Auth.WebHook)', () => {
  test('by GET sends the headers of the client, those of its connection apart', async () => {
    const session = await (await openHookAuth()).authenticate(caller(), { query: '{ a }' })
    expect(session).toEqual({
      role: 'user',
      variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
      isAdmin: false,
      backendOnly: false,
    })
    const [request] = hook.requests
    expect(request).toMatchObject({ method: 'GET', path: '/who', body: '' })
    expect(request?.headers).toMatchObject({ authorization: 'Bearer t', cookie: 'a=b', 'x-hasura-org': '1' })
    expect(request?.headers['user-agent']).toMatch(/^hasura-graphql-engine\//)
    expect(request?.headers).not.toHaveProperty('accept')
    expect(request?.headers['host']).not.toBe('me')
  })

  test('by POST sends all headers and the request in the body', async () => {
    const request = { query: '{ a }', variables: { a: 1 } }
    await (await openHookAuth(POST)).authenticate(caller(), request)
    const headers = {
      accept: '*/*',
      authorization: 'Bearer t',
      cookie: 'a=b',
      host: 'me',
      'x-hasura-org': '1',
    }
    expect(hook.requests).toMatchObject([{ method: 'POST', json: { headers, request } }])
    await (await openHookAuth(POST)).authenticate(new Headers())
    expect(hook.requests[1]?.json).toEqual({ headers: {}, request: null })
  })

  test('by POST leaves the request out when told to', async () => {
    const env = { ...POST, HASURA_GRAPHQL_AUTH_HOOK_SEND_REQUEST_BODY: 'false' }
    await (await openHookAuth(env)).authenticate(new Headers(), { query: '{ a }' })
    expect(hook.requests[0]?.json).toEqual({ headers: {} })
  })

  test('is not called for the admin secret, right or wrong', async () => {
    const auth = await openHookAuth()
    const withSecret = (secret: string) => auth.authenticate(new Headers({ 'x-hasura-admin-secret': secret }))
    expect(await withSecret(ADMIN_SECRET)).toMatchObject({ isAdmin: true })
    expect(await refusal(withSecret('no'))).toMatchObject({ code: 'access-denied', status: 401 })
    expect(hook.requests).toEqual([])
  })

  const invalid = 'Invalid response from authorization hook'
  test.each([
    [401, {}, 'access-denied', 401, 'Authentication hook unauthorized this request'],
    [403, {}, 'unexpected', 500, invalid],
    [201, { 'X-Hasura-Role': 'user' }, 'unexpected', 500, invalid],
    [
      200,
      [],
      'unexpected',
      500,
      `${invalid}: Error in $: parsing HashMap ~Text failed, expected Object, but encountered Array`,
    ],
    [
      200,
      { 'X-Hasura-Role': 1 },
      'unexpected',
      500,
      `${invalid}: Error in $['X-Hasura-Role']: parsing Text failed, expected String, but encountered Number`,
    ],
    [200, {}, 'invalid-params', 400, '"x-hasura-role" not found in session variables'],
    [200, { 'x-hasura-role': '' }, 'invalid-params', 400, '"x-hasura-role" not found in session variables'],
  ])('that answers %i %j is %s', async (status, body, code, ours, message) => {
    hook.reply = () => ({ status, body })
    const answer = await refusal((await openHookAuth()).authenticate(new Headers()))
    expect(answer).toEqual({ code, message, status: ours })
  })

  test('that answers no JSON is a failure that says so', async () => {
    hook.reply = () => ({ body: '<html>' })
    expect(await refusal((await openHookAuth()).authenticate(new Headers()))).toMatchObject({
      message: expect.stringContaining(`${invalid}: Error in $: `),
      status: 500,
    })
  })

  test('that cannot be reached fails without its address', async () => {
    hook.reply = () => ({ hangUp: true })
    expect(await refusal((await openHookAuth()).authenticate(new Headers()))).toEqual({
      code: 'unexpected',
      message: 'webhook authentication request failed',
      status: 500,
    })
  })

  test.each([
    [{ 'Cache-Control': 'max-age=60' }, '2026-01-01T00:01:00.000Z'],
    [{ Expires: 'Thu, 01 Jan 2026 00:02:00 GMT' }, '2026-01-01T00:02:00.000Z'],
    [{ 'Cache-Control': 'max-age=60', Expires: 'Thu, 01 Jan 2026 00:02:00 GMT' }, '2026-01-01T00:01:00.000Z'],
    [{ 'Cache-Control': 'no-cache' }, undefined],
  ])('whose answer holds %j grants until %s', async (keys, until) => {
    hook.reply = () => ({ body: { 'x-hasura-role': 'user', ...keys } })
    const { expiresAt } = await (await openHookAuth()).authenticate(new Headers())
    expect(expiresAt?.toISOString()).toBe(until)
  })

  test('opens no permissions for backends, whatever it or the client says', async () => {
    const backendOnly = { 'X-Hasura-Use-Backend-Only-Permissions': 'true' }
    hook.reply = () => ({ body: { 'X-Hasura-Role': 'user', ...backendOnly } })
    const session = await (await openHookAuth()).authenticate(new Headers(backendOnly))
    expect(session.backendOnly).toBe(false)
  })

  test('hands its cookies on', async () => {
    hook.reply = () => ({ headers: { 'set-cookie': ['a=1', 'b=2'] }, body: { 'x-hasura-role': 'user' } })
    expect(await (await openHookAuth()).authenticate(new Headers())).toMatchObject({
      setCookies: ['a=1', 'b=2'],
    })
  })
})

test('openAuth() refuses a mode that is none', async () => {
  await expect(openHookAuth({ HASURA_GRAPHQL_AUTH_HOOK_MODE: 'PUT' })).rejects.toThrow(
    'HASURA_GRAPHQL_AUTH_HOOK_MODE: Only expecting GET / POST',
  )
})

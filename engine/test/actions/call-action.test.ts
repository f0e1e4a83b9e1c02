import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ActionCall, callAction } from '../../src/actions/call-action.js'
import { HasuraError } from '../../src/errors.js'
import type { Env } from '../../src/metadata/env-template.js'
import { action } from '../../src/metadata/schemas/action.js'
import { customTypes } from '../../src/metadata/schemas/custom-types.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'

let webhook: WebhookServer
beforeAll(async () => {
  webhook = await startWebhookServer()
})
beforeEach(() => {
  webhook.requests.length = 0
  webhook.reply = () => ({ body: { id: '1' } })
})
afterAll(() => webhook.close())

const types = customTypes.parse({
  objects: [
    {
      name: 'Out',
      fields: [
        { name: 'id', type: 'String!' },
        { name: 'note', type: 'String' },
        { name: 'rest', type: 'Out' },
      ],
    },
  ],
  scalars: [{ name: 'Anything' }],
  enums: [{ name: 'Color', values: [{ value: 'RED' }] }],
})

const login = (definition: object = {}) =>
  action.parse({
    name: 'login',
    definition: { handler: '{{BASE}}/login', output_type: 'Out', ...definition },
  })

const call = (parts: Partial<ActionCall> = {}): ActionCall => ({
  input: { code: 'x' },
  session: { variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' } },
  requestQuery: 'mutation { login }',
  clientHeaders: new Headers(),
  ...parts,
})

const run = (definition: object = {}, parts: Partial<ActionCall> = {}, env: Env = {}) =>
  callAction(login(definition), call(parts), { env: { BASE: webhook.url, ...env }, customTypes: types })

async function refusal(work: Promise<unknown>): Promise<HasuraError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HasuraError) return error
  throw error ?? new Error('was no error')
}

describe('the request (contract 5.1)', () => {
  test('carries the action, its input, the session variables and the query', async () => {
    await run()
    expect(webhook.requests).toHaveLength(1)
    expect(webhook.requests[0]).toMatchObject({
      method: 'POST',
      path: '/login',
      json: {
        action: { name: 'login' },
        input: { code: 'x' },
        session_variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
        request_query: 'mutation { login }',
      },
      headers: {
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^hasura-graphql-engine\/v2\./),
      },
    })
  })

  test('spells its own headers as Hasura does', async () => {
    await run()
    expect(webhook.requests[0]?.rawHeaders).toEqual(
      expect.arrayContaining(['Content-Type', 'User-Agent', 'X-B3-TraceId']),
    )
  })

  test('carries configured headers with values from templates and the environment', async () => {
    const headers = [
      { name: 'X-Secret', value_from_env: 'ACTION_SECRET' },
      { name: 'x-fixed', value: 'a {{WORD}}' },
    ]
    await run({ headers }, {}, { ACTION_SECRET: 's3', WORD: 'b' })
    expect(webhook.requests[0]?.headers).toMatchObject({ 'x-secret': 's3', 'x-fixed': 'a b' })
  })

  test('names an environment variable that is not set', async () => {
    const error = await refusal(run({ headers: [{ name: 'x', value_from_env: 'NOT_SET' }] }))
    expect(error).toMatchObject({ code: 'not-found', message: "environment variable 'NOT_SET' not set" })
    expect(webhook.requests).toEqual([])
  })

  const clientHeaders = () =>
    new Headers({
      authorization: 'Bearer t',
      cookie: 'a=b',
      'x-custom': 'c',
      'x-hasura-user-id': '7',
      'x-hasura-admin-secret': 'never',
      host: 'app.example',
      origin: 'https://app.example',
      'user-agent': 'Browser',
      accept: 'text/html',
      'transfer-encoding': 'chunked',
      'content-type': 'text/plain',
    })

  test('carries none of the client headers unless it is told to', async () => {
    await run({}, { clientHeaders: clientHeaders() })
    const names = Object.keys(webhook.requests[0]?.headers ?? {})
    expect(names.filter((name) => /authorization|cookie|x-custom|x-hasura|forwarded/.test(name))).toEqual([])
  })

  test('carries the client headers but those of its connection and x-hasura ones', async () => {
    await run({ forward_client_headers: true }, { clientHeaders: clientHeaders() })
    const headers = webhook.requests[0]?.headers
    expect(headers).toMatchObject({
      authorization: 'Bearer t',
      cookie: 'a=b',
      'x-custom': 'c',
      'x-forwarded-host': 'app.example',
      'x-forwarded-origin': 'https://app.example',
      'x-forwarded-user-agent': 'Browser',
      'content-type': 'application/json',
      host: new URL(webhook.url).host,
    })
    expect(headers).not.toHaveProperty('accept')
    expect(headers).not.toHaveProperty('x-hasura-user-id')
    expect(headers).not.toHaveProperty('x-hasura-admin-secret')
  })

  test('leaves out what ignored_client_headers names instead of the usual list', async () => {
    const definition = { forward_client_headers: true, ignored_client_headers: ['Cookie'] }
    await run(definition, { clientHeaders: clientHeaders() })
    expect(webhook.requests[0]?.headers).toMatchObject({ accept: 'text/html', authorization: 'Bearer t' })
    expect(webhook.requests[0]?.headers).not.toHaveProperty('cookie')
  })

  test('prefers the client header of one name, or the configured one when told so', async () => {
    const definition = { forward_client_headers: true, headers: [{ name: 'X-Custom', value: 'configured' }] }
    await run(definition, { clientHeaders: clientHeaders() })
    await run(
      definition,
      { clientHeaders: clientHeaders() },
      { HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE: 'true' },
    )
    expect(webhook.requests.map(({ headers }) => headers['x-custom'])).toEqual(['c', 'configured'])
  })
})

describe('the answer (contract 5.2)', () => {
  test('is the value of the action, with cookies passed on and digits kept', async () => {
    webhook.reply = () => ({
      body: '{"id":"1","n":9007199254740993}',
      headers: { 'Set-Cookie': ['a=1; Path=/', 'b=2'] },
    })
    expect(await run()).toEqual({
      value: { id: '1', n: expect.objectContaining({ text: '9007199254740993' }) },
      setCookies: ['a=1; Path=/', 'b=2'],
    })
  })

  test.each([
    [
      { body: { message: 'No', code: 'mine' }, status: 400 },
      { code: 'mine', message: 'No', extensions: undefined, status: 400 },
    ],
    [
      { body: { message: 'No' }, status: 422 },
      { code: 'unexpected', message: 'No', status: 422 },
    ],
    [
      { body: { message: 'No', code: 'left', extensions: { code: 'mine', more: 1 } }, status: 401 },
      { message: 'No', extensions: { code: 'mine', more: 1 } },
    ],
    [
      { body: { error: 'x' }, status: 400 },
      { code: 'parse-failed', message: expect.stringContaining('key "message" not found') },
    ],
    [
      { body: { message: 'x' }, status: 500 },
      { code: 'unexpected', message: 'internal error', status: 500 },
    ],
    [
      { body: { message: 'x' }, status: 302, headers: { location: '/y' } },
      { code: 'unexpected', message: 'internal error' },
    ],
    [{ status: 204 }, { code: 'unexpected', message: 'not a valid json response from webhook' }],
    [{ body: '<html>' }, { code: 'unexpected', message: 'not a valid json response from webhook' }],
    [
      { body: '<html>', status: 404 },
      { code: 'unexpected', message: 'not a valid json response from webhook' },
    ],
    [{ hangUp: true }, { code: 'unexpected', message: 'http exception when calling webhook' }],
  ])('%j becomes the error %j', async (reply, expected) => {
    webhook.reply = () => reply
    expect(await refusal(run())).toMatchObject({ path: '$', ...expected })
    expect(webhook.requests).toHaveLength(1)
  })

  test('that does not come in time is an error', async () => {
    webhook.reply = () => ({ delayMs: Number.POSITIVE_INFINITY })
    const error = await refusal(run({ timeout: 1 }))
    expect(error).toMatchObject({ code: 'unexpected', message: 'http exception when calling webhook' })
    expect(error.internal).toMatchObject({
      error: { type: 'http_exception', message: 'Response timeout' },
      request: { url: '{{BASE}}/login' },
    })
  })

  test('of a webhook that is not there is an error', async () => {
    const gone = await startWebhookServer()
    await gone.close()
    expect(await refusal(run({}, {}, { BASE: gone.url }))).toMatchObject({
      message: 'http exception when calling webhook',
    })
  })

  test('is told to admins in full, with environment values left as names', async () => {
    webhook.reply = () => ({ status: 500, body: { message: 'x' } })
    const error = await refusal(
      run({ headers: [{ name: 'x-secret', value_from_env: 'S' }] }, {}, { S: 'the-secret' }),
    )
    expect(error.internal).toMatchObject({
      error: 'expecting 2xx or 4xx status code, but found 500',
      request: {
        url: '{{BASE}}/login',
        headers: [{ name: 'x-secret', value_from_env: 'S' }],
        body: { action: { name: 'login' } },
        transformed_request: null,
      },
      response: { status: 500, body: { message: 'x' } },
    })
    expect(JSON.stringify(error.internal)).not.toContain('the-secret')
  })
})

describe('the shape of a 2xx answer (contract 5.3)', () => {
  test.each<[string, unknown, string | undefined]>([
    ['Out', { id: '1' }, undefined],
    ['Out', { id: '1', extra: 1, rest: { id: null } }, undefined],
    ['Out', null, undefined],
    ['Out!', null, 'got null for the action webhook response'],
    ['Out', [{ id: '1' }], 'got array for the action webhook response, expecting Out'],
    ['Out', 'text', 'got scalar String for the action webhook response, expecting Out'],
    ['Out', 7, 'got scalar String for the action webhook response, expecting Out'],
    ['Out', true, 'got scalar Boolean for the action webhook response, expecting Out'],
    ['Out', {}, 'field "id" expected in webhook response, but not found'],
    ['Out', { id: null }, 'expecting not null value for field "id"'],
    ['[Out!]!', [{ id: '1' }], undefined],
    ['[Out]', { id: '1' }, 'expecting array for the action webhook response'],
    ['[Out]', [{ id: '1' }, {}], 'field "id" expected in webhook response, but not found'],
    ['String', 'x', undefined],
    ['String', {}, 'got object for the action webhook response, expecting String'],
    ['Int', 1, undefined],
    ['Int', '1', 'got scalar String for the action webhook response, expecting Int'],
    ['Boolean', false, undefined],
    ['ID', 'x', undefined],
    ['Anything', [1, { a: 2 }], undefined],
    ['jsonb', { a: 2 }, undefined],
    ['Color', 'GREEN', undefined],
    ['Anything!', null, undefined],
    ['[Anything!]!', [{ a: 2 }], undefined],
    ['[Anything!]!', null, 'got null for the action webhook response'],
    ['[jsonb]', { a: 2 }, 'expecting array for the action webhook response'],
    ['[[Anything!]]!', [{ a: 2 }], 'expecting array for the action webhook response'],
  ])('%s from %j: %s', async (outputType, body, problem) => {
    webhook.reply = () => ({ body: JSON.stringify(body) })
    const work = run({ output_type: outputType })
    if (problem === undefined) expect(await work).toMatchObject({ value: body })
    else expect(await refusal(work)).toMatchObject({ code: 'unexpected', message: problem, path: '$' })
  })
})

describe('transforms (contract 5.6)', () => {
  test('rewrite method, URL, query, headers and body of the request', async () => {
    const request_transform = {
      version: 2,
      template_engine: 'Kriti',
      method: 'PUT',
      url: '{{$base_url}}/users/{{$body.input.code}}',
      query_params: { role: "{{getSessionVariable('x-hasura-role')}}", none: '{{$body?.none}}' },
      request_headers: { add_headers: { 'X-Code': 'c-{{$body.input.code}}' }, remove_headers: ['x-gone'] },
      body: {
        action: 'transform',
        template: '{"code": {{$body.input.code}}, "by": "{{$body.action.name}}"}',
      },
    }
    await run({ request_transform, headers: [{ name: 'X-Gone', value: 'y' }] })
    expect(webhook.requests[0]).toMatchObject({
      method: 'PUT',
      path: '/login/users/x?role=user',
      headers: { 'x-code': 'c-x' },
      json: { code: 'x', by: 'login' },
    })
    expect(webhook.requests[0]?.headers).not.toHaveProperty('x-gone')
  })

  test('can send a form, or no body at all', async () => {
    const form = {
      action: 'x_www_form_urlencoded',
      form_template: { code: '{{$body.input.code}}', a: 'b c' },
    }
    await run({ request_transform: { version: 2, body: form } })
    await run({ request_transform: { version: 2, method: 'GET', body: { action: 'remove' } } })
    expect(webhook.requests).toMatchObject([{ body: 'code=x&a=b+c' }, { method: 'GET', body: '' }])
  })

  test('take the body template of version 1', async () => {
    await run({ request_transform: { version: 1, body: '{{$body.input}}' } })
    expect(webhook.requests[0]?.json).toEqual({ code: 'x' })
  })

  test('rewrite the answer', async () => {
    webhook.reply = () => ({ body: { user: { number: 7 } } })
    const template = '{"id": "{{$body.user.number}}-{{$response.status}}-{{$request.body.input.code}}"}'
    const response_transform = { version: 2, body: { action: 'transform', template } }
    expect(await run({ response_transform })).toMatchObject({ value: { id: '7-200-x' } })
  })

  test.each([
    [
      'request_transform',
      { body: { action: 'transform', template: '{{$body.nope}}' } },
      'Request Transformation Failed',
    ],
    ['request_transform', { url: '{{$base_url' }, 'Request Transformation Failed'],
    [
      'response_transform',
      { body: { action: 'transform', template: '{' } },
      'Response Transformation Failed',
    ],
  ])('%s %j is an error', async (key, transform, message) => {
    const error = await refusal(run({ [key]: { version: 2, ...transform } }))
    expect(error).toMatchObject({ code: 'unexpected', message, status: 500 })
  })
})

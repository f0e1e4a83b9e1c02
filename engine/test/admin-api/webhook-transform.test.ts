import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const metadata = (type: string, args: unknown) => server.post('/v1/metadata', { type, args }, asAdmin)

describe('test_webhook_transform', () => {
  const example = { webhook_url: 'http://localhost:1234', body: { hello: 'world' } }
  const full = { version: 2, template_engine: 'Kriti', method: 'PUT', url: 'http://other.example' }

  test.each<[object, object, object]>([
    [
      {},
      { body: '"hello_{{$body.hello}}"' },
      { webhook_url: 'http://localhost:1234/', method: 'GET', headers: [], body: 'hello_world' },
    ],
    [
      { headers: [['X-A', '{{WORD}}']], env: { WORD: 'a' } },
      {
        ...full,
        query_params: { foo: 'bar' },
        request_headers: { add_headers: { foo: 'bar' } },
        body: { action: 'x_www_form_urlencoded', form_template: { baz: '{{$body.hello}}' } },
      },
      {
        webhook_url: 'http://other.example?foo=bar',
        method: 'PUT',
        headers: [
          ['x-a', 'a'],
          ['foo', 'bar'],
        ],
        body: 'baz=world',
      },
    ],
    [
      { webhook_url: { from_env: 'URL' }, env: { URL: 'http://x.example/a' } },
      { version: 2, body: { action: 'remove' } },
      { webhook_url: 'http://x.example/a', body: '' },
    ],
  ])('of %j with %j shows the call', async (given, request_transform, shown) => {
    const reply = await metadata('test_webhook_transform', { ...example, ...given, request_transform })
    expect(reply).toMatchObject({ status: 200, json: shown })
  })

  test('refuses what is no URL', async () => {
    const request = { ...example, webhook_url: 'nowhere', request_transform: {} }
    expect(await metadata('test_webhook_transform', request)).toMatchObject({
      status: 400,
      json: { path: '$.args', code: 'validation-failed' },
    })
  })

  test('refuses a template that cannot be filled, and variables that are not in the example', async () => {
    const request_transform = { body: '{{$body.nope}}' }
    expect(await metadata('test_webhook_transform', { ...example, request_transform })).toMatchObject({
      status: 400,
      json: { path: '$.args', code: 'validation-failed', error: 'request transform validation failed' },
    })
    const webhook_url = '{{HASURA_GRAPHQL_ADMIN_SECRET}}'
    const secret = await metadata('test_webhook_transform', { ...example, webhook_url, request_transform })
    expect(secret).toMatchObject({ status: 400, json: { code: 'not-found' } })
  })
})

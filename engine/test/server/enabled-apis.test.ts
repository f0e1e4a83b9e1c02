import { afterEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from './support.js'

let server: TestServer
afterEach(() => server.close())

const statuses = async (apis: string) => {
  server = await startTestServer({ env: { HASURA_GRAPHQL_ENABLED_APIS: apis } })
  const posts = ['/v1/graphql', '/v1/metadata', '/v1/query', '/v2/query', '/v1/graphql/explain']
  const replies = await Promise.all(posts.map((path) => server.post(path, '{}', asAdmin)))
  const config = await server.get('/v1alpha1/config', asAdmin)
  return [...replies, config].map(({ status }) => status)
}

test('only the APIs that are enabled are there', async () => {
  expect(await statuses('graphql')).toEqual([200, 404, 404, 404, 404, 404])
})

test('their names are a list, however it is spaced', async () => {
  expect(await statuses('metadata, CONFIG')).toEqual([404, 400, 400, 400, 400, 200])
})

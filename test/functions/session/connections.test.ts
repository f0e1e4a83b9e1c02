import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { createDeps } from '../../../functions/create-deps.js'
import { readSession } from '../../../functions/session/read.js'
import { userRow } from '../../support/fake-hasura.js'
import { testEnv } from '../../support/test-env.js'

const rounds = 10
const session = { generation: 2, idle_expires_at: '2036-03-31T12:14:00+00:00', user: userRow() }

/** A server on loopback that counts its connections and requests. */
async function countingServer(answer: () => unknown) {
  const counts = { connections: 0, requests: 0 }
  const server = createServer((request, response) => {
    counts.requests += 1
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer()))
    })
  }).on('connection', () => {
    counts.connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { counts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('requests one after the other share one connection to Hasura and one to GitHub', async () => {
  const hasura = await countingServer(() => ({ data: { update_sessions: { returning: [session] } } }))
  const github = await countingServer(() => ({
    id: 1001,
    login: 'octavia',
    name: null,
    type: 'User',
    avatar_url: 'https://a.example',
  }))
  const env = testEnv({ HASURA_GRAPHQL_ENDPOINT: `${hasura.url}/v1/graphql`, GITHUB_BASE_URL: github.url })
  const instance = createDeps(parseConfig(env), { writeLog: () => {} })
  const sessionId = 'a0000000-0000-4000-8000-000000000001'
  const cookie = `__Host-gha-refresh=${instance.refreshTokens.mint({ sessionId, generation: 1 })}`
  for (let round = 0; round < rounds; round += 1) {
    const deps = instance.forRequest()
    const request = new Request('https://app.example/api/auth/session', { headers: { cookie } })
    expect(await (await readSession(request, deps)).json()).toMatchObject({ sessionId })
    await deps.github.readProfile('token')
  }
  expect(hasura.counts).toEqual({ connections: 1, requests: rounds })
  expect(github.counts).toEqual({ connections: 1, requests: rounds })
})

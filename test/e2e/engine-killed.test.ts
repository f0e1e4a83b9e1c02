import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { type Github, startGithub } from '../../dev/github/start-github.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { repository } from '../../dev/repository.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import { type RunningProcess, runProcess } from '../../dev/stack/run-process.js'
import { createSecrets } from '../../dev/stack/secrets.js'
import { type StackEnvironment, stackEnvironment } from '../../dev/stack/stack-environment.js'

const secrets = createSecrets()
const ignore = () => undefined
let folder: string
let enginePort: number
let environment: StackEnvironment
let github: Github
let host: RunningProcess
let gate: Gate

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'))
  const appPort = await pickPort(0, [])
  enginePort = await pickPort(0, [appPort])
  const app = `http://127.0.0.1:${appPort}`
  const { githubClientId: clientId, githubClientSecret: clientSecret } = secrets
  github = await startGithub({
    port: 0,
    clientId,
    clientSecret,
    callbackUrls: [`${app}/api/auth/callback/github`],
  })
  environment = stackEnvironment(
    { app, engine: `http://127.0.0.1:${enginePort}`, github: github.url },
    secrets,
  )
  host = await runHostProcess({ port: 0, environment, log: ignore }, process.env['E2E_BUILD_OUTPUT'])
  gate = await startGate(appPort, host.url)
})

afterAll(async () => {
  await Promise.all([gate.close(), host.close(), github.close()])
  await rm(folder, { recursive: true })
})

function startEngineProcess(): Promise<RunningProcess> {
  return runProcess({
    script: `${repository}/test/support/engine-process.ts`,
    args: [join(folder, 'postgres'), String(enginePort)],
    cwd: repository,
    env: environment.engine,
    log: ignore,
  })
}

describe('an engine that is killed', () => {
  it('delivers the event of a sign-in after it is started again', async () => {
    const flow = { endpoint: `http://127.0.0.1:${enginePort}/v1/graphql`, redirectTo: `${gate.url}/graphql` }
    const first = await startEngineProcess()
    gate.hold('/api/events')
    const { accessToken } = await signIn(flow, 'ada')
    await expect.poll(() => gate.waiting()).toBe(1)
    await first.kill()
    gate.drop()
    const second = await startEngineProcess()
    const query = { query: '{ users { synced_at } }', token: accessToken }
    const synced = async () => JSON.stringify(await requireGraphql(flow.endpoint, query))
    await expect.poll(synced, { interval: 200 }).toMatch(/"synced_at":"/)
    await second.kill()
  }, 90_000)
})

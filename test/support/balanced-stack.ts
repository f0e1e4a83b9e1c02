import type { Person } from '../../dev/github/people.js'
import { type Github, startGithub } from '../../dev/github/start-github.js'
import { startGate } from '../../dev/http/gate.js'
import { repository } from '../../dev/repository.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import { runProcess } from '../../dev/stack/run-process.js'
import { createSecrets } from '../../dev/stack/secrets.js'
import { type StackEnvironment, stackEnvironment } from '../../dev/stack/stack-environment.js'
import { runEngine } from '../../dev/stack/start-stack.js'
import type { Database } from '../../engine/src/index.js'
import { openDatabase } from '../../engine/src/index.js'
import { createServerDatabase } from '../../engine/test/support/test-database.js'

interface Server {
  url: string
  close(): Promise<void>
}

/** Two hosts and two engines on one database, each pair behind one address. */
export interface BalancedStack {
  app: string
  flow: { endpoint: string; redirectTo: string }
  database: Database
  lines: string[]
  close(): Promise<void>
}

/** The engines are processes of their own where a server has the database, and share this process where it is embedded. */
export async function startBalancedStack(people: readonly Person[]): Promise<BalancedStack> {
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const ports = [await pickPort(0, []), await pickPort(0, [])] as const
  const [app, engine] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string]
  const secrets = createSecrets()
  const github = await startGithubFor(people, app, secrets)
  const environment = stackEnvironment({ app, engine, github: github.url }, secrets)
  const { database, startEngine, drop } = await openPlace(environment, log)
  // One after the other: the first one brings the migrations.
  const engines = [await startEngine(), await startEngine()]
  const hosts = await Promise.all([1, 2].map(() => runHostProcess({ port: 0, environment, log })))
  const gates = [await startGate(ports[0], inTurns(hosts)), await startGate(ports[1], inTurns(engines))]
  return {
    app,
    flow: { endpoint: `${engine}/v1/graphql`, redirectTo: `${app}/graphql` },
    database,
    lines,
    async close() {
      await Promise.all([...engines, ...hosts].map((server) => server.close()))
      await Promise.all([...gates.map((gate) => gate.close()), github.close()])
      await database.close()
      await drop()
    },
  }
}

function startGithubFor(
  people: readonly Person[],
  app: string,
  secrets: { githubClientId: string; githubClientSecret: string },
): Promise<Github> {
  const { githubClientId: clientId, githubClientSecret: clientSecret } = secrets
  const callbackUrls = [`${app}/api/auth/callback/github`]
  return startGithub({ port: 0, clientId, clientSecret, callbackUrls, people })
}

interface Place {
  database: Database
  startEngine(): Promise<Server>
  drop(): Promise<void>
}

async function openPlace(environment: StackEnvironment, log: (line: string) => void): Promise<Place> {
  const onServer = await createServerDatabase()
  if (onServer) {
    const startEngine = () => runEngineProcess(onServer.url, environment, log)
    return { database: await openDatabase({ url: onServer.url }), startEngine, drop: () => onServer.drop() }
  }
  const database = await openDatabase({})
  const startEngine = () => runEngine(database, { port: 0, environment, log })
  return { database, startEngine, drop: async () => undefined }
}

function runEngineProcess(
  databaseUrl: string,
  { engine: env }: StackEnvironment,
  log: (line: string) => void,
): Promise<Server> {
  const hasura = `${repository}/hasura`
  const folders = ['--metadata', `${hasura}/metadata`, '--migrations', `${hasura}/migrations`]
  const args = [...folders, '--database-url', databaseUrl, '--port', '0']
  return runProcess({ script: `${repository}/engine/src/cli.ts`, args, cwd: repository, env, log })
}

function inTurns(servers: readonly Server[]): () => string {
  let turn = 0
  return () => servers[turn++ % servers.length]?.url ?? ''
}

import { type Github, type GithubOptions, startGithub } from '../../dev/github/start-github.js'
import { startGate } from '../../dev/http/gate.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import { createSecrets, type Secrets } from '../../dev/stack/secrets.js'
import { type StackEnvironment, stackEnvironment } from '../../dev/stack/stack-environment.js'
import { runEngine } from '../../dev/stack/start-stack.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'

type Variables = Readonly<Record<string, string>>

interface RedeployOptions {
  secrets?: Secrets
  openDatabase?: () => Promise<Database>
  /** What the local GitHub has different. */
  github?: Partial<GithubOptions>
}

/** Functions and engine that can be replaced by others with other variables, at the same addresses. */
export interface Redeployable {
  app: string
  flow: { endpoint: string; redirectTo: string }
  environment: StackEnvironment
  database: Database
  github: Github
  deployFunctions(different: Variables): Promise<void>
  startEngine(different: Variables): Promise<void>
  /** One more engine on the same database. */
  addEngine(different: Variables): Promise<{ endpoint: string }>
  close(): Promise<void>
}

/**
 * A stack with neither functions nor engine yet. Functions read the environment once, so that each deployment is a
 * process of its own; all else runs in this one.
 */
export async function startRedeployable(options: RedeployOptions = {}): Promise<Redeployable> {
  const { secrets = createSecrets(), openDatabase = openTestDatabase } = options
  const database = await openDatabase()
  const github = await startGithub({
    port: 0,
    clientId: secrets.githubClientId,
    clientSecret: secrets.githubClientSecret,
    callbackUrls: ['http://127.0.0.1/api/auth/callback/github'],
    ...options.github,
  })
  const appPort = await pickPort(0, [])
  const enginePort = await pickPort(0, [appPort])
  const [app, engineUrl] = [`http://127.0.0.1:${appPort}`, `http://127.0.0.1:${enginePort}`]
  const environment = stackEnvironment({ app, engine: engineUrl, github: github.url }, secrets)
  const functions = await openPlace(appPort)
  const engine = await openPlace(enginePort)
  const others: Server[] = []
  const engineWith = (different: Variables) => {
    const changed = { ...environment, engine: { ...environment.engine, ...different } }
    return runEngine(database, { port: 0, environment: changed, log: ignore })
  }
  return {
    app,
    flow: { endpoint: `${engineUrl}/v1/graphql`, redirectTo: `${app}/graphql` },
    environment,
    database,
    github,
    async deployFunctions(different) {
      const env = { ...environment.functions, ...different }
      await functions.replace(() =>
        runHostProcess(
          { port: 0, environment: { ...environment, functions: env }, log: passOn },
          buildOutput,
        ),
      )
    },
    startEngine: (different) => engine.replace(() => engineWith(different)),
    async addEngine(different) {
      const other = await engineWith(different)
      others.push(other)
      return { endpoint: `${other.url}/v1/graphql` }
    },
    async close() {
      for (const part of [...others, engine, functions, github, database]) await part.close()
    },
  }
}

interface Server {
  url: string
  close(): Promise<void>
}

interface Place {
  replace(start: () => Promise<Server>): Promise<void>
  close(): Promise<void>
}

/**
 * An address that stays while the server behind it changes, so that no client keeps a connection to a stopped one.
 * Requests wait meanwhile.
 */
async function openPlace(port: number): Promise<Place> {
  let current: Server | undefined
  const gate = await startGate(port, () => current?.url ?? '')
  return {
    async replace(start) {
      gate.hold('/')
      await current?.close()
      current = await start()
      gate.open()
    },
    async close() {
      await gate.close()
      await current?.close()
    },
  }
}

const buildOutput = process.env['E2E_BUILD_OUTPUT']

/** What functions say is said here, where tests listen. */
function passOn(line: string): void {
  process.stdout.write(`${line}\n`)
}

function ignore(): void {}

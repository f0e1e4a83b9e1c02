import { type Database, startEngine } from '../../engine/src/index.js'
import { type Github, type GithubOptions, startGithub } from '../github/start-github.js'
import { startHost } from '../host/start-host.js'
import { repository } from '../repository.js'
import { pickPort } from './pick-port.js'
import type { Secrets } from './secrets.js'
import { type StackEnvironment, type StackUrls, stackEnvironment } from './stack-environment.js'

/** Wanted ports; a taken one moves to the next free one, 0 takes any. */
export interface StackPorts {
  app: number
  engine: number
  github: number
}

interface Running {
  close(): Promise<void>
}

/** What a part of the stack is started with. */
export interface PartOptions {
  port: number
  environment: StackEnvironment
  log: (line: string) => void
}

export interface StackOptions {
  openDatabase: () => Promise<Database>
  secrets: Secrets
  ports: StackPorts
  /** The origin of an app that stands before functions and pages; theirs without one. */
  appUrl?: string
  /** Variables that a person has set, for functions and engine. */
  given?: Readonly<Record<string, string>>
  /** Ends the start before its next step. */
  signal?: AbortSignal
  /** Wraps each step of the start, to show progress. */
  step?: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** Another way to run the functions, for example in a process of their own. */
  runHost?: (options: PartOptions) => Promise<Running>
  onGithubCall?: GithubOptions['onCall']
  /** What the local GitHub has different. */
  github?: Partial<GithubOptions>
  /** Another folder with `metadata/` and `migrations/` than our own. */
  hasura?: string
  /** Changes the variables of functions and engine before anything starts. */
  adjust?: (usual: StackEnvironment, urls: StackUrls) => StackEnvironment
  log?: (line: string) => void
}

export interface Stack {
  urls: StackUrls
  environment: StackEnvironment
  database: Database
  engine: Running
  github: Github
  host: Running
  close(): Promise<void>
}

/** Starts database, engine, local GitHub and host, in this order. What had started is stopped when a step fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { step = (_name, work) => work(), runHost = runHostHere, log = logToStderr } = options
  const running: Running[] = []
  const start = async <T extends Running>(name: string, work: () => Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted()
    const part = await step(name, work)
    running.unshift(part)
    return part
  }
  const close = async () => {
    for (const part of running.splice(0)) await part.close()
  }
  try {
    const ports = await pickPorts(options.ports)
    const functions = origin(ports.app)
    const others = { engine: origin(ports.engine), github: origin(ports.github) }
    const urls = { app: options.appUrl ?? functions, functions, ...others }
    const secrets = secretsOfApp(options)
    const usual = stackEnvironment(urls, secrets, options.given)
    const environment = options.adjust?.(usual, urls) ?? usual
    const database = await start('Postgres', options.openDatabase)
    const engine = await start('Engine', () =>
      runEngine(database, { port: ports.engine, environment, log }, options.hasura),
    )
    const github = await start('Local GitHub', () => runGithub(ports.github, urls, { ...options, secrets }))
    const host = await start('Functions and pages', () => runHost({ port: ports.app, environment, log }))
    options.signal?.throwIfAborted()
    return { urls, environment, database, engine, github, host, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Starts the engine on our own metadata and migrations, or on those of another folder. */
export function runEngine(
  database: Database,
  { port, environment, log }: PartOptions,
  hasura = `${repository}/hasura`,
): ReturnType<typeof startEngine> {
  return startEngine({
    database,
    metadataDir: `${hasura}/metadata`,
    migrationsDir: `${hasura}/migrations`,
    port,
    env: environment.engine,
    log,
  })
}

function runGithub(
  port: number,
  urls: StackUrls,
  { secrets, onGithubCall, github }: StackOptions,
): Promise<Github> {
  return startGithub({
    port,
    appName: 'hasura-github-auth',
    clientId: secrets.githubClientId,
    clientSecret: secrets.githubClientSecret,
    callbackUrls: [`${urls.app}/api/auth/callback/github`],
    ...(onGithubCall && { onCall: onGithubCall }),
    ...github,
  })
}

/** GitHub begins the client ids of GitHub Apps in another way than those of OAuth Apps. */
function secretsOfApp({ secrets, github }: Pick<StackOptions, 'secrets' | 'github'>): Secrets {
  if (github?.clientType !== 'github-app') return secrets
  return { ...secrets, githubClientId: secrets.githubClientId.replace(/^Ov/, 'Iv') }
}

function runHostHere({ port, environment, log }: PartOptions): Promise<Running> {
  return startHost({ root: repository, port, env: environment.functions, log })
}

async function pickPorts(wanted: StackPorts): Promise<StackPorts> {
  const app = await pickPort(wanted.app, [])
  const engine = await pickPort(wanted.engine, [app])
  return { app, engine, github: await pickPort(wanted.github, [app, engine]) }
}

function origin(port: number): string {
  return `http://127.0.0.1:${port}`
}

function logToStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}

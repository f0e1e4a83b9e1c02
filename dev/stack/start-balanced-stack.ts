import type { Database } from '../../engine/src/index.js'
import type { Person } from '../github/people.js'
import { type Github, type GithubOptions, startGithub } from '../github/start-github.js'
import { startGate } from '../http/gate.js'
import { pickPort } from './pick-port.js'
import { type ReplaceableHost, startReplaceableHost } from './replaceable-host.js'
import { createSecrets, type Secrets } from './secrets.js'
import { type StackEnvironment, stackEnvironment } from './stack-environment.js'
import type { PartOptions } from './start-stack.js'

type Variables = Readonly<Record<string, string>>

interface Server {
  readonly url: string
  close(): Promise<void>
}

export interface BalancedOptions {
  people: readonly Person[]
  database: Database
  startEngine(options: PartOptions): Promise<Server>
  /** Variables that the functions have besides those of the stack. */
  functions?: Variables
  /** Variables that the first host, and the second, has otherwise. */
  hosts?: readonly [Variables, Variables]
  onGithubCall?: GithubOptions['onCall']
}

/** Two hosts and two engines on one database, each pair behind one address. */
export interface BalancedStack {
  app: string
  flow: { endpoint: string; redirectTo: string }
  database: Database
  github: Github
  secrets: Secrets
  environment: StackEnvironment
  hosts: readonly [ReplaceableHost, ReplaceableHost]
  engines: readonly [Server, Server]
  /** Sends whoever asks the address of the hosts to this one only; without one, to each in turn again. */
  sendTo(host?: ReplaceableHost): void
  /** What engines and functions logged. */
  lines: string[]
  /** Stops everything but the database. */
  close(): Promise<void>
}

/** What had started is stopped when a step fails. */
export async function startBalancedStack(options: BalancedOptions): Promise<BalancedStack> {
  const running: Pick<Server, 'close'>[] = []
  // The last first: what hosts still ask GitHub when they are told to stop gets its answer.
  const close = async () => {
    for (const part of running.splice(0).reverse()) await part.close()
  }
  const keep = async <T extends Pick<Server, 'close'>>(starting: Promise<T>): Promise<T> => {
    const part = await starting
    running.push(part)
    return part
  }
  try {
    return { ...(await startParts(options, keep)), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Keep = <T extends Pick<Server, 'close'>>(starting: Promise<T>) => Promise<T>

async function startParts(options: BalancedOptions, keep: Keep): Promise<Omit<BalancedStack, 'close'>> {
  const { database, hosts: [first = {}, second = {}] = [] } = options
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const ports = [await pickPort(0, []), await pickPort(0, [])] as const
  const [app, engine] = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`]
  const secrets = createSecrets()
  const github = await keep(startGithubFor(options, app, secrets))
  const environment = environmentFor({ app, engine, github: github.url }, secrets, options)
  // One after the other: the first one brings the migrations.
  const engines = [
    await keep(options.startEngine({ port: 0, environment, log })),
    await keep(options.startEngine({ port: 0, environment, log })),
  ] as const
  const hosts = await Promise.all([
    keep(startReplaceableHost({ environment, log }, first)),
    keep(startReplaceableHost({ environment, log }, second)),
  ])
  let chosen: Server | undefined
  const nextHost = inTurns(hosts)
  await keep(startGate(ports[0], () => chosen?.url ?? nextHost()))
  await keep(startGate(ports[1], inTurns(engines)))
  const flow = { endpoint: `${engine}/v1/graphql`, redirectTo: `${app}/graphql` }
  const sendTo = (host?: Server) => {
    chosen = host
  }
  return { app, flow, database, github, secrets, environment, hosts, engines, sendTo, lines }
}

function environmentFor(
  urls: Parameters<typeof stackEnvironment>[0],
  secrets: Secrets,
  { functions = {} }: BalancedOptions,
): StackEnvironment {
  const usual = stackEnvironment(urls, secrets)
  return { ...usual, functions: { ...usual.functions, ...functions } }
}

function startGithubFor(
  { people, onGithubCall }: BalancedOptions,
  app: string,
  { githubClientId: clientId, githubClientSecret: clientSecret }: Secrets,
): Promise<Github> {
  const callbackUrls = [`${app}/api/auth/callback/github`]
  const onCall = onGithubCall && { onCall: onGithubCall }
  return startGithub({ port: 0, clientId, clientSecret, callbackUrls, people, ...onCall })
}

function inTurns(servers: readonly Server[]): () => string {
  let turn = 0
  return () => servers[turn++ % servers.length]?.url ?? ''
}

import type { GithubCall } from '../../dev/github/start-github.js'
import type { Gate } from '../../dev/http/gate.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import type { RunningProcess } from '../../dev/stack/run-process.js'
import { createSecrets, type Secrets } from '../../dev/stack/secrets.js'
import {
  type PartOptions,
  runEngine,
  type Stack,
  type StackOptions,
  type StackPorts,
  startStack,
} from '../../dev/stack/start-stack.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { aliveCheck, aliveCheckAgent } from './alive-check.js'
import { engineAbsence } from './engine-absence.js'
import { resetStack } from './reset-stack.js'
import { type GatedHost, runGatedHost } from './run-gated-host.js'

export interface TestStackOptions {
  openDatabase?: () => Promise<Database>
  secrets?: Secrets
  ports?: StackPorts
  /** Variables that the functions get besides those of the stack. */
  env?: Readonly<Record<string, string>>
  /** What else is different about the stack. */
  stack?: Pick<StackOptions, 'adjust' | 'appUrl' | 'github' | 'hasura'>
}

export interface TestStack extends Stack {
  /** The GraphQL address, and the page of the GraphQL flow. */
  flow: { endpoint: string; redirectTo: string }
  /** Stands before the functions, so that a test can let requests to them wait. */
  gate: Gate
  githubCalls: GithubCall[]
  /** What engine and functions logged. */
  lines: string[]
  secrets: Secrets
  /** Takes the engine away while the work lasts, and starts another in its place. */
  withoutEngine<Result>(work: () => Promise<Result>): Promise<Result>
  /** Takes back what a test may have left behind. @throws Error at once when a part of the stack is gone */
  reset(): Promise<void>
  /** @throws Error at once when a part of the stack is gone */
  checkAlive(): Promise<void>
  /** Runs the functions once more, under an address and with variables of their own; stopped with the stack. */
  addHost(env?: Readonly<Record<string, string>>, port?: number): Promise<{ url: string }>
}

/**
 * Starts the whole local stack on free ports. The functions run in a process of their own, from the sources or from the
 * build that `E2E_BUILD_OUTPUT` names.
 */
export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const { secrets = createSecrets(), ports = { app: 0, engine: 0, github: 0 }, env = {} } = options
  const openDatabase = options.openDatabase ?? openTestDatabase
  const githubCalls: GithubCall[] = []
  const lines: string[] = []
  const gated: GatedHost[] = []
  const runHost = async (part: PartOptions) => {
    const started = await runGatedHost(part, env)
    gated.push(started)
    return started.host
  }
  const log = (line: string) => void lines.push(line)
  const onGithubCall = (call: GithubCall) => {
    if (call.headers['user-agent'] !== aliveCheckAgent) githubCalls.push(call)
  }
  const shared = { openDatabase, secrets, ports, runHost, log, onGithubCall }
  const stack = await startStack({ ...shared, ...options.stack })
  const [host] = gated
  if (!host) throw new Error('the stack started without a host')
  const flow = { endpoint: `${stack.urls.engine}/v1/graphql`, redirectTo: `${stack.urls.app}/graphql` }
  const others: RunningProcess[] = []
  const addHost: TestStack['addHost'] = async (different = {}, port = 0) => {
    const place = { port: await pickPort(port, []), environment: stack.environment, log }
    const other = await runOtherHost(place, different)
    others.push(other)
    return other
  }
  const place = { port: Number(new URL(stack.urls.engine).port), environment: stack.environment, log }
  const absence = engineAbsence(stack.engine, () => runEngine(stack.database, place, options.stack?.hasura))
  const close = async () => {
    await Promise.all(others.map((other) => other.close()))
    await absence.close()
    await stack.close()
  }
  const { gate, url } = host
  const parts = { host: url, engine: `${stack.urls.engine}/healthz`, 'local GitHub': stack.urls.github }
  const checkAlive = aliveCheck(parts, lines)
  const reset = async () => {
    await checkAlive()
    await resetStack({ ...stack, gate })
  }
  const { withoutEngine } = absence
  const tools = { addHost, withoutEngine, checkAlive, reset, close }
  return { ...stack, flow, gate, githubCalls, lines, secrets, ...tools }
}

function runOtherHost(
  { port, environment, log }: PartOptions,
  different: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const functions = { ...environment.functions, AUTH_URL: `http://127.0.0.1:${port}`, ...different }
  const changed = { port, environment: { ...environment, functions }, log }
  return runHostProcess(changed, process.env['E2E_BUILD_OUTPUT'])
}

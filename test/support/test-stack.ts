import type { GithubCall } from '../../dev/github/start-github.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import type { RunningProcess } from '../../dev/stack/run-process.js'
import { createSecrets, type Secrets } from '../../dev/stack/secrets.js'
import {
  type PartOptions,
  type Stack,
  type StackOptions,
  type StackPorts,
  startStack,
} from '../../dev/stack/start-stack.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'

export interface TestStackOptions {
  openDatabase?: () => Promise<Database>
  secrets?: Secrets
  ports?: StackPorts
  /** Variables that the functions get besides those of the stack. */
  env?: Readonly<Record<string, string>>
  /** What else is different about the stack. */
  stack?: Pick<StackOptions, 'adjust' | 'github' | 'hasura'>
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
  const gates: Gate[] = []
  const runHost = async (part: PartOptions) => {
    const { host, gate } = await runGatedHost(part, env)
    gates.push(gate)
    return host
  }
  const log = (line: string) => void lines.push(line)
  const onGithubCall = (call: GithubCall) => void githubCalls.push(call)
  const shared = { openDatabase, secrets, ports, runHost, log, onGithubCall }
  const stack = await startStack({ ...shared, ...options.stack })
  const [gate] = gates
  if (!gate) throw new Error('the stack started without a host')
  const flow = { endpoint: `${stack.urls.engine}/v1/graphql`, redirectTo: `${stack.urls.app}/graphql` }
  const others: RunningProcess[] = []
  const addHost: TestStack['addHost'] = async (different = {}, port = 0) => {
    const place = { port: await pickPort(port, []), environment: stack.environment, log }
    const other = await runOtherHost(place, different)
    others.push(other)
    return other
  }
  const close = async () => {
    await Promise.all(others.map((other) => other.close()))
    await stack.close()
  }
  return { ...stack, flow, gate, githubCalls, lines, secrets, addHost, close }
}

function runOtherHost(
  { port, environment, log }: PartOptions,
  different: Readonly<Record<string, string>>,
): Promise<RunningProcess> {
  const functions = { ...environment.functions, AUTH_URL: `http://127.0.0.1:${port}`, ...different }
  const changed = { port, environment: { ...environment, functions }, log }
  return runHostProcess(changed, process.env['E2E_BUILD_OUTPUT'])
}

async function runGatedHost(part: PartOptions, env: Readonly<Record<string, string>>) {
  const functions = { ...part.environment.functions, ...env }
  const hidden: PartOptions = {
    ...part,
    port: await pickPort(0, [part.port]),
    environment: { ...part.environment, functions },
  }
  const running = await runHostProcess(hidden, process.env['E2E_BUILD_OUTPUT'])
  const gate = await startGate(part.port, running.url)
  return { gate, host: closeBoth(running, gate) }
}

function closeBoth(running: RunningProcess, gate: Gate): { close(): Promise<void> } {
  return { close: async () => void (await Promise.all([running.close(), gate.close()])) }
}

import { type Gate, startGate } from '../../dev/http/gate.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import type { RunningProcess } from '../../dev/stack/run-process.js'
import type { PartOptions } from '../../dev/stack/start-stack.js'

/** The functions in a process of their own, behind a gate. */
export interface GatedHost {
  /** Past the gate. */
  url: string
  gate: Gate
  host: { close(): Promise<void> }
}

/** `env` are variables besides those of the stack. */
export async function runGatedHost(
  part: PartOptions,
  env: Readonly<Record<string, string>>,
): Promise<GatedHost> {
  const functions = { ...part.environment.functions, ...env }
  const hidden: PartOptions = {
    ...part,
    port: await pickPort(0, [part.port]),
    environment: { ...part.environment, functions },
  }
  const running = await runHostProcess(hidden, process.env['E2E_BUILD_OUTPUT'])
  const gate = await startGate(part.port, running.url)
  return { url: running.url, gate, host: closeBoth(running, gate) }
}

function closeBoth(running: RunningProcess, gate: Gate): { close(): Promise<void> } {
  return { close: async () => void (await Promise.all([running.close(), gate.close()])) }
}

import { runHostProcess } from './run-host-process.js'
import type { RunningProcess } from './run-process.js'
import type { PartOptions } from './start-stack.js'

/** Functions whose deployment can be replaced by one with other variables. */
export interface ReplaceableHost {
  /** Of the deployment of the moment. */
  readonly url: string
  /** Starts the next deployment, and stops the one before when it serves: whoever asks meanwhile is answered. */
  replace(different: Readonly<Record<string, string>>): Promise<void>
  close(): Promise<void>
}

/** @param different variables that this host has otherwise than the stack */
export async function startReplaceableHost(
  { environment, log }: Omit<PartOptions, 'port'>,
  different: Readonly<Record<string, string>> = {},
): Promise<ReplaceableHost> {
  const start = (changed: Readonly<Record<string, string>>): Promise<RunningProcess> => {
    const functions = { ...environment.functions, ...changed }
    return runHostProcess({ port: 0, environment: { ...environment, functions }, log })
  }
  let current = await start(different)
  return {
    get url() {
      return current.url
    },
    async replace(changed) {
      const before = current
      current = await start(changed)
      await before.close()
    },
    close: () => current.close(),
  }
}

import { vi } from 'vitest'
import { createSecrets } from '../../dev/stack/secrets.js'
import { type Stack, startStack } from '../../dev/stack/start-stack.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { captureStdout } from './capture-stdout.js'
import { resetStack } from './reset-stack.js'

export interface FrozenStack extends Stack {
  flow: { endpoint: string; redirectTo: string }
  authSecret: string
  /** Moves the one clock of functions, engine and GitHub. Postgres keeps its own. */
  advance(milliseconds: number): void
  /** Takes back what a test may have left behind. The clock goes on from where it is. */
  reset(): Promise<void>
}

/**
 * The whole stack in this process, where `Date` stands still: edges of lifetimes can then be met to the millisecond.
 * Timers go on, so that everything that waits still does.
 */
export async function startFrozenStack(env: Readonly<Record<string, string>> = {}): Promise<FrozenStack> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  const output = captureStdout()
  const secrets = createSecrets()
  const stack = await startStack({
    openDatabase: openTestDatabase,
    secrets,
    ports: { app: 0, engine: 0, github: 0 },
    log: () => undefined,
    adjust: ({ functions, engine }) => ({ functions: { ...functions, ...env }, engine }),
  })
  return {
    ...stack,
    authSecret: secrets.authSecret,
    flow: { endpoint: `${stack.urls.engine}/v1/graphql`, redirectTo: `${stack.urls.app}/graphql` },
    reset: () => resetStack(stack),
    advance: (milliseconds) => void vi.setSystemTime(Date.now() + milliseconds),
    close: async () => {
      await stack.close()
      output.release()
      vi.useRealTimers()
    },
  }
}

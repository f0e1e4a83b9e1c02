import type { Person } from '../../dev/github/people.js'
import { runEngineProcess } from '../../dev/stack/run-engine-process.js'
import {
  type BalancedOptions,
  type BalancedStack,
  startBalancedStack as start,
} from '../../dev/stack/start-balanced-stack.js'
import { runEngine } from '../../dev/stack/start-stack.js'
import { openDatabase } from '../../engine/src/index.js'
import { createServerDatabase } from '../../engine/test/support/test-database.js'
import { aliveCheck } from './alive-check.js'

export interface CheckedStack extends BalancedStack {
  /** @throws Error at once when a part of the stack is gone */
  checkAlive(): Promise<void>
}

/** The engines are processes of their own where a server has the database, and share this process where it is embedded. */
export async function startBalancedStack(
  people: readonly Person[],
  options: Omit<BalancedOptions, 'people' | 'database' | 'startEngine'> = {},
): Promise<CheckedStack> {
  const place = await openPlace()
  const stack = await start({ ...place, ...options, people })
  return {
    ...stack,
    checkAlive: aliveCheck(partsOf(stack), stack.lines),
    async close() {
      await stack.close()
      await place.database.close()
      await place.drop()
    },
  }
}

/** Each server under a name with its number. */
function partsOf({ hosts, engines, github }: BalancedStack): Record<string, string> {
  const [host1, host2] = hosts
  const [engine1, engine2] = engines
  return {
    'host 1': host1.url,
    'host 2': host2.url,
    'engine 1': engine1.url,
    'engine 2': engine2.url,
    'local GitHub': github.url,
  }
}

async function openPlace(): Promise<
  Pick<BalancedOptions, 'database' | 'startEngine'> & { drop(): Promise<void> }
> {
  const onServer = await createServerDatabase()
  if (!onServer) {
    const database = await openDatabase({})
    return { database, startEngine: (part) => runEngine(database, part), drop: async () => undefined }
  }
  return {
    database: await openDatabase({ url: onServer.url }),
    startEngine: (part) => runEngineProcess(onServer.url, part),
    drop: () => onServer.drop(),
  }
}

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

/** The engines are processes of their own where a server has the database, and share this process where it is embedded. */
export async function startBalancedStack(people: readonly Person[]): Promise<BalancedStack> {
  const place = await openPlace()
  const stack = await start({ ...place, people })
  return {
    ...stack,
    async close() {
      await stack.close()
      await place.database.close()
      await place.drop()
    },
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

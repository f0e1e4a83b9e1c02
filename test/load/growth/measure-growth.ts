import type { SoakServer } from '../../../dev/soak/soak-server.js'
import { compareGrowth, type Growth } from './compare-growth.js'
import type { Counted } from './count-blocks.js'
import { measureOperations } from './measure-operations.js'
import { smallest, withPeople } from './open-growth.js'

/** Counts everybody, and grows with them: what an operator asks by hand. */
export const countsEverybody = 'npm run sync: progress'

/** How much more a statement may read among a million people than among a thousand. */
export const mostGrowth = 1.5

export interface MeasuredGrowth {
  people: { small: number; large: number }
  /** How many statements one run of an operation sends, those of its triggers included. */
  statements: Record<string, number>
  growth: Growth[]
}

/** Runs every statement of the functions in a small and in a large database, and compares the blocks that they read. */
export async function measureGrowth(server: SoakServer, people: number): Promise<MeasuredGrowth> {
  const measure = (count: number) => withPeople(server, count, (grown) => measureOperations(grown, count))
  const small = await measure(smallest)
  const large = await measure(people)
  const statements = Object.fromEntries([...large].map(([name, list]) => [name, countCalls(list)]))
  return { people: { small: smallest, large: people }, statements, growth: compareGrowth(small, large) }
}

function countCalls(statements: readonly Counted[]): number {
  return statements.reduce((sum, { calls }) => sum + calls, 0)
}

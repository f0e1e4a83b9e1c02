import { crowd } from '../crowd.js'
import type { Counts, FaultRun, World } from '../fault-run.js'
import { webhookSecret } from '../racing/operations.js'
import { type Pair, pairs } from '../racing/pairs.js'
import { race } from '../racing/race.js'

// Rounds of one pair go on for so many people at once.
const people = crowd(4)
const functions = { GITHUB_WEBHOOK_SECRET: webhookSecret }

/** Whatever happens to one person at once, the database never has to end one thing for the other: one order of locks. */
export const racingOperations: FaultRun = {
  name: 'racing-operations',
  shows: 'pairs of operations meet on one person, many times',
  should: { deadlocks: 0 },
  run: (world) => raceAll(world, pairs),
}

export async function raceAll(world: World, chosen: readonly Pair[]): Promise<Counts> {
  const before = await world.server.deadlocks()
  const rounds = Math.ceil(world.rounds / people.length)
  await world.withStack({ people, functions }, async (stack) => {
    for (const pair of chosen) {
      const known = await world.server.deadlocks()
      await Promise.all(people.map((person) => race(stack, { person, pair, rounds, signal: world.signal })))
      const seen = (await world.server.deadlocks()) - known
      world.say(seen > 0 ? `${pair.join(' × ')}: ${seen} deadlocks` : pair.join(' × '))
    }
  })
  const deadlocks = (await world.server.deadlocks()) - before
  return { pairs: chosen.length, rounds: rounds * people.length, deadlocks }
}

import type { Person } from '../../github/people.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { persist } from '../persist.js'
import { type OperationName, operations } from './operations.js'
import type { Pair } from './pairs.js'
import { type Racer, readyRacer } from './racer.js'

interface Race {
  person: Person
  pair: Pair
  rounds: number
  signal: AbortSignal
}

/**
 * Lets two operations meet on one person, round after round. Either may be refused: what counts is whether the database
 * had to end one of them.
 */
export async function race(stack: BalancedStack, { person, pair, rounds, signal }: Race): Promise<void> {
  const [one, other] = pair
  let racer: Racer | undefined
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted()
    racer = await readyRacer(stack, person, racer)
    const ready: Racer = racer
    // On a busy machine an answer may come too late; a race counts once both stand at its line.
    const begin = (name: OperationName) => persist(() => operations[name](ready))
    const acts = [await begin(one), await begin(other)]
    await Promise.allSettled(acts.map((act) => act()))
  }
}

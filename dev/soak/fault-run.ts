import type { BalancedOptions, BalancedStack } from '../stack/start-balanced-stack.js'
import type { SoakServer } from './soak-server.js'

/** What was counted, by what it is called: `{ people: 20, 'signed out': 0 }`. */
export type Counts = Readonly<Record<string, number>>

/** What a run works with. */
export interface World {
  server: SoakServer
  /** How often a run repeats what only sometimes goes wrong. */
  rounds: number
  signal: AbortSignal
  /** Shows how far a run is. */
  say(line: string): void
  /** Runs work on a new stack, and stops that afterwards. */
  withStack<T>(
    options: Omit<BalancedOptions, 'database' | 'startEngine'>,
    work: (stack: BalancedStack) => Promise<T>,
  ): Promise<T>
}

/** A fault that people meet, and what they may notice of it. */
export interface FaultRun {
  name: string
  /** One line for `--list`. */
  shows: string
  /** The counts that are right. What is not named is shown only. */
  should: Counts
  /** Stops the server's processes, which one does to one's own server only. */
  stopsServer?: true
  run(world: World): Promise<Counts>
}

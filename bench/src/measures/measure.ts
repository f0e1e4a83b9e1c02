import type { Section } from '../report/section.js'
import type { Runtime } from '../runtimes/find-runtimes.js'

export interface MeasureContext {
  /** How often each contender has its turn. */
  rounds: number
  /** How many are synced. */
  people: number
  runtimes: readonly Runtime[]
  /** Says what is done now. */
  say: (line: string) => void
}

export type Measure = (context: MeasureContext) => Promise<Section>

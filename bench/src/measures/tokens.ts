import * as z from 'zod'
import { askOnce } from '../processes/ask-once.js'
import { formatNumber, formatSpread } from '../report/format-number.js'
import type { Ratio, Section } from '../report/section.js'
import { spreadOf } from '../report/statistics.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import type { MeasureContext } from './measure.js'

const measuredShape = z.array(
  z.strictObject({ algorithm: z.string(), micros: z.record(z.string(), z.array(z.number())) }),
)
const mintGoal = 2.5

/** What jsonwebtoken with our options and our reading cost beside the bare cryptography for the same payload. */
export async function measureTokens({ runtimes, rounds, say }: MeasureContext): Promise<Section> {
  const parts = []
  for (const runtime of runtimes) {
    say(`${runtime.name}: ${rounds} rounds of every algorithm`)
    parts.push(await measureOn(runtime, rounds))
  }
  return {
    ratios: parts.flatMap(({ ratios }) => ratios),
    tables: parts.map(({ table }) => table),
    notes: [
      'Ours is `mintToken()` and `readOwnToken()`, which checks kind, issuer, audience and claims besides. Raw is JSON, Base64 and one call of node:crypto. RSA keys have 2048 bits.',
    ],
  }
}

async function measureOn(runtime: Runtime, rounds: number) {
  const measured = measuredShape.parse(await askOnce(runtime, ['tokens.ts', String(rounds)]))
  const lines = measured.map(({ algorithm, micros }) => ({
    algorithm,
    ...compare(micros, 'mint'),
    verify: compare(micros, 'verify'),
  }))
  const ratios = lines
    .filter(({ algorithm }) => algorithm.endsWith('256'))
    .flatMap(({ algorithm, ratio, verify }): Ratio[] => {
      const [against, on] = ['node:crypto', runtime.name]
      const goal = algorithm === 'HS256' ? { goal: mintGoal } : {}
      return [
        { what: `mint ${algorithm}`, against, ratio, on, ...goal },
        { what: `verify ${algorithm}`, against, ratio: verify.ratio, on },
      ]
    })
  const table = {
    title: `CPU of one token on ${runtime.name}, in µs (middle half)`,
    head: ['algorithm', 'mint', 'raw', 'ratio', 'verify', 'raw', 'ratio'],
    rows: lines.map(({ algorithm, cells, verify }) => [algorithm, ...cells, ...verify.cells]),
  }
  return { ratios, table }
}

function compare(micros: Readonly<Record<string, number[]>>, what: string) {
  const ours = spreadOf(micros[what] ?? [])
  const raw = spreadOf(micros[`raw ${what}`] ?? [])
  const ratio = ours.median / raw.median
  return { ratio, cells: [formatSpread(ours), formatSpread(raw), formatNumber(ratio)] }
}

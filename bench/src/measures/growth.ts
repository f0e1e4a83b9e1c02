import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { benchFolder } from '../bench-folder.js'
import { formatNumber } from '../report/format-number.js'
import type { Section } from '../report/section.js'

/** What one statement reads at each size; `growth.json` is a list of these. */
const growthShape = z.array(
  z.object({
    statement: z.string(),
    /** Blocks, from the cache or not, with 1,000 and with 1,000,000 users. */
    blocks: z.strictObject({ small: z.number(), large: z.number() }),
  }),
)
const goal = 1.5

/** Reads what the database's own measurement left: it takes an hour and a server, and counts instead of timing. */
export async function readGrowth(): Promise<Section> {
  const text = await readFile(`${benchFolder}/growth.json`, 'utf8').catch(() => undefined)
  if (text === undefined) return { ratios: [], tables: [], notes: ['There is no bench/growth.json here.'] }
  const grown = growthShape.parse(JSON.parse(text)).map(({ statement, blocks }) => ({
    statement,
    ...blocks,
    ratio: blocks.large / Math.max(1, blocks.small),
  }))
  const worst = Math.max(...grown.map(({ ratio }) => ratio))
  return {
    ratios: [
      {
        what: 'blocks of a statement at 1,000,000 users, the worst',
        against: 'at 1,000 users',
        ratio: worst,
        goal,
        on: 'PostgreSQL',
      },
    ],
    tables: [
      {
        title: 'Blocks read by a statement',
        head: ['statement', 'at 1,000 users', 'at 1,000,000 users', 'ratio'],
        rows: grown.map(({ statement, small, large, ratio }) => [
          statement,
          `${small}`,
          `${large}`,
          formatNumber(ratio),
        ]),
      },
    ],
    notes: [],
  }
}

import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { benchFolder } from '../bench-folder.js'
import { formatNumber } from '../report/format-number.js'
import type { Section } from '../report/section.js'

/** What `npm run growth -- --json bench/growth.json` writes. */
const growthShape = z.object({
  people: z.object({ small: z.number(), large: z.number() }),
  growth: z.array(
    z.object({
      operation: z.string(),
      /** A statement of a trigger or a function. */
      isInner: z.boolean(),
      /** Blocks of one call, from the cache or not. */
      small: z.number(),
      large: z.number(),
      ratio: z.number(),
    }),
  ),
})
const goal = 1.5

/** Reads what the database's own measurement left: it takes an hour and a server, and counts instead of timing. */
export async function readGrowth(): Promise<Section> {
  const text = await readFile(`${benchFolder}/growth.json`, 'utf8').catch(() => undefined)
  if (text === undefined) return { ratios: [], tables: [], notes: ['There is no bench/growth.json here.'] }
  const { people, growth } = growthShape.parse(JSON.parse(text))
  const many = `${people.large.toLocaleString('en')} users`
  return {
    ratios: growth.slice(0, 5).map(({ operation, isInner, ratio }) => ({
      what: `blocks at ${many}, ${operation}${isInner ? ' (inside)' : ''}`,
      against: 'at 1,000 users',
      ratio,
      goal,
      on: 'PostgreSQL',
    })),
    tables: [
      {
        title: 'Blocks read by a statement',
        head: ['statement', 'at 1,000 users', `at ${many}`, 'ratio'],
        rows: growth.map(({ operation, isInner, small, large, ratio }) => [
          `${operation}${isInner ? ' (inside)' : ''}`,
          formatNumber(small),
          formatNumber(large),
          formatNumber(ratio),
        ]),
      },
    ],
    notes: [],
  }
}

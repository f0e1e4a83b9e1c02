import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { shiftedClock } from '../../../dev/soak/shifted-clock.js'

const program = `
  console.log(JSON.stringify({
    now: Date.now(), made: new Date().getTime(), called: Date.parse(Date()),
    given: new Date(5).getTime(), known: new Date(5) instanceof Date, utc: Date.UTC(1970, 0, 2),
  }))`
const answer = z.object({
  now: z.number(),
  made: z.number(),
  called: z.number(),
  given: z.literal(5),
  known: z.literal(true),
  utc: z.literal(86_400_000),
})

describe('shiftedClock()', () => {
  it.each([3_600_000, -3_600_000])(
    'shifts what a program takes for now by %i ms, and nothing else',
    async (ms) => {
      const before = Date.now() + ms
      const run = promisify(execFile)(process.execPath, ['-e', program], {
        env: { ...process.env, ...shiftedClock(ms) },
      })
      const { now, made, called } = answer.parse(JSON.parse((await run).stdout))
      const after = Date.now() + ms
      for (const time of [now, made]) {
        expect(time).toBeGreaterThanOrEqual(before)
        expect(time).toBeLessThanOrEqual(after)
      }
      // As text a date has no milliseconds.
      expect(called).toBeGreaterThan(before - 1000)
      expect(called).toBeLessThanOrEqual(after)
    },
  )
})

import { z } from 'zod'
import { createBrowser, readSession, signInWith } from '../../demo/browser.js'
import { requestGraphql } from '../../demo/graphql-client.js'
import { inLanes } from '../../in-lanes.js'
import { pickPort } from '../../stack/pick-port.js'
import { runHostProcess } from '../../stack/run-host-process.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { crowd } from '../crowd.js'
import type { FaultRun, World } from '../fault-run.js'
import { shiftedClock } from '../shifted-clock.js'

/** How much the functions' clock is ahead of the engine's. */
const shiftsMs = [300, 2_000, 60_000, -60_000]
const startsOfEach = 5
const starts = shiftsMs.flatMap((shiftMs) => Array.from({ length: startsOfEach }, () => shiftMs))
const people = crowd(starts.length)
// Each is a process that loads everything anew.
const atOnce = 2

/** Machines keep time by themselves. The first token that functions make, and the first they give out, is good at once. */
export const clocksApart: FaultRun = {
  name: 'clocks-apart',
  shows: "functions start cold with a clock up to a minute ahead of the engine's, or behind",
  should: { 'cold starts': starts.length, 'sign-ins refused': 0, 'access tokens refused': 0 },
  run: (world) =>
    world.withStack({ people }, async (stack) => {
      const results = await inLanes(starts, atOnce, async (shiftMs, index) => {
        const result = await startCold(world, stack, { shiftMs, login: people[index]?.login ?? '' })
        world.say(`${shiftMs / 1000} s apart: ${result}`)
        return result
      })
      const number = (one: Result) => results.filter((result) => result === one).length
      return {
        'cold starts': results.length,
        'sign-ins refused': number('sign-in refused'),
        'access tokens refused': number('access token refused'),
      }
    }),
}

type Result = 'welcome' | 'sign-in refused' | 'access token refused'

async function startCold(
  { signal }: World,
  { environment, lines, flow }: BalancedStack,
  { shiftMs, login }: { shiftMs: number; login: string },
): Promise<Result> {
  signal.throwIfAborted()
  const port = await pickPort(0, [])
  const own = { ...shiftedClock(shiftMs), AUTH_URL: `http://127.0.0.1:${port}` }
  const functions = { ...environment.functions, ...own }
  const log = (line: string) => void lines.push(line)
  const host = await runHostProcess({ port, environment: { ...environment, functions }, log })
  return visit(host.url, flow.endpoint, login).finally(() => host.close())
}

const viewShape = z.object({ accessToken: z.string() })

async function visit(app: string, endpoint: string, login: string): Promise<Result> {
  const browser = createBrowser()
  if ((await signInWith(browser, app, login)).status !== 303) return 'sign-in refused'
  const view = viewShape.safeParse(await readSession(browser, app))
  if (!view.success) return 'sign-in refused'
  const { data } = await requestGraphql(endpoint, {
    query: '{ users { id } }',
    token: view.data.accessToken,
  })
  return data ? 'welcome' : 'access token refused'
}

import { runEngineProcess } from '../stack/run-engine-process.js'
import { startBalancedStack } from '../stack/start-balanced-stack.js'
import type { FaultRun, World } from './fault-run.js'
import { describeCounts, judge } from './judge.js'
import type { SoakServer } from './soak-server.js'

/** A run that is not done by then is stuck. */
const longestMs = 45 * 60_000

interface Soak {
  server: SoakServer
  rounds: number
  signal: AbortSignal
  print(line: string): void
}

/**
 * Runs one fault after the other, each on a new database, and says what came of it.
 *
 * @returns how many gave something else than they should
 */
export async function runFaults(runs: readonly FaultRun[], soak: Soak): Promise<number> {
  let failed = 0
  for (const run of runs) {
    soak.signal.throwIfAborted()
    soak.print(`\n• ${run.name}: ${run.shows}`)
    const startedAt = performance.now()
    const problems = await runOne(run, soak)
    if (problems.length > 0) failed += 1
    for (const problem of problems) soak.print(`    ✗ ${problem}`)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    soak.print(`    ${problems.length === 0 ? 'as it should be' : 'NOT as it should be'} (${seconds} s)`)
  }
  return failed
}

/** A run that breaks is not as it should be; the next one may still have something to say. */
async function runOne(run: FaultRun, soak: Soak): Promise<string[]> {
  if (run.stopsServer && soak.server.pid === undefined)
    return ['it stops the server, and TEST_DATABASE_URL names one that is not ours']
  try {
    const signal = AbortSignal.any([soak.signal, AbortSignal.timeout(longestMs)])
    const counts = await run.run(worldOf({ ...soak, signal }))
    soak.print(`    ${describeCounts(counts)}`)
    return judge(run.should, counts)
  } catch (error) {
    soak.signal.throwIfAborted()
    return [error instanceof Error ? error.message : String(error)]
  }
}

export function worldOf({ server, rounds, signal, print }: Soak): World {
  return {
    server,
    rounds,
    signal,
    say: (line) => print(`    … ${line}`),
    withStack: (options, work) =>
      server.withDatabase(async ({ url, database }) => {
        const startEngine = (part: Parameters<typeof runEngineProcess>[1]) => runEngineProcess(url, part)
        const stack = await startBalancedStack({ ...options, database, startEngine })
        return work(stack).finally(() => stack.close())
      }),
  }
}

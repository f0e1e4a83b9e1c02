import { Command, InvalidArgumentError } from 'commander'
import { chooseRuns } from './soak/choose-runs.js'
import type { FaultRun } from './soak/fault-run.js'
import { faultRuns } from './soak/fault-runs.js'
import { describeCounts } from './soak/judge.js'
import { runFaults } from './soak/run-faults.js'
import { withSoakServer } from './soak/soak-server.js'

interface Options {
  only?: string
  list?: true
  rounds: number
}

const program = new Command('npm run soak --')
  .description(
    'Runs the system through faults on a real PostgreSQL server, and counts what people notice of them.',
  )
  .option('--only <names>', 'runs to do, separated by commas; all of them unless given')
  .option('--rounds <number>', 'how often each pair of operations races', readRounds, 200)
  .option('--list', 'show the runs and what they should give, and do nothing')
  .addHelpText(
    'after',
    `
A server is started for it, used up and removed; TEST_DATABASE_URL names another one, which is never stopped.
Everything listens on the loopback address only. Exit code 1: a run did not give what it should.`,
  )

const stopped = new AbortController()
// A second signal changes nothing: a server that is left behind, or left standing still, helps nobody.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort())
await program.action(soak).parseAsync().catch(fail)
if (stopped.signal.aborted) process.exitCode = 130

async function soak({ only, list, rounds }: Options): Promise<void> {
  const runs = chooseRuns(faultRuns, only)
  if (list) return print(listRuns(runs))
  print('Starting PostgreSQL…')
  await withSoakServer(stopped.signal, async (server) => {
    const failed = await runFaults(runs, { server, rounds, signal: stopped.signal, print })
    print(`\n${runs.length - failed} of ${runs.length} runs are as they should be.`)
    if (failed > 0) process.exitCode = 1
  })
}

function listRuns(runs: readonly FaultRun[]): string {
  const entries = runs.map(
    ({ name, shows, should }) => `${name}\n  ${shows}\n  should: ${describeCounts(should)}`,
  )
  return entries.join('\n\n')
}

function readRounds(text: string): number {
  const rounds = Number(text)
  if (/^\d+$/.test(text) && rounds >= 1 && rounds <= 1000) return rounds
  throw new InvalidArgumentError('give a number from 1 to 1000.')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(error: unknown): void {
  process.exitCode = 1
  if (!stopped.signal.aborted)
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
}

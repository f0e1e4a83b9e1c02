import { Command } from 'commander'
import { findPrograms } from './lap-postgres/find-programs.js'
import { runTests } from './lap-postgres/run-tests.js'
import { withServer } from './lap-postgres/with-server.js'

const everythingWithDatabase = [
  'engine/test',
  'test/dev/lap-postgres',
  'test/e2e',
  'test/fixtures',
  'test/hasura',
  'test/load',
  'test/sync',
]

const program = new Command('npx tsx dev/lap-postgres.ts')
  .description('Runs tests on a real PostgreSQL server, which is started for them and removed afterwards.')
  .argument('[paths...]', 'test files or folders', everythingWithDatabase)
  .option('--install', 'install PostgreSQL with apt-get when there is none (as root)')
  .addHelpText(
    'after',
    '\nThe server is found in PATH or in /usr/lib/postgresql, keeps its data in a temporary folder and listens on the\nloopback address only.',
  )

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort())
await program.action(lap).parseAsync().catch(fail)
if (stopped.signal.aborted) process.exitCode = 130

async function lap(paths: string[], { install = false }: { install?: boolean }): Promise<void> {
  const programs = await findPrograms({ install })
  process.stdout.write(`The tests run on ${programs.version}.\n`)
  await withServer(programs, stopped.signal, (databaseUrl) =>
    runTests(paths, { databaseUrl, signal: stopped.signal }),
  )
}

function fail(error: unknown): void {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

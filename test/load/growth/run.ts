import { writeFile } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import { withSoakServer } from '../../../dev/soak/soak-server.js'
import { countsEverybody, measureGrowth, mostGrowth } from './measure-growth.js'
import { showGrowth } from './show-growth.js'

interface Options {
  people: number
  json?: string
}

const program = new Command('npm run growth --')
  .description('Counts the blocks that each statement reads among a thousand people and among many.')
  .option('--people <number>', 'how many are many, a multiple of 1000', readPeople, 1_000_000)
  .option('--json <file>', 'write the numbers to a file, too')
  .addHelpText(
    'after',
    `
Many people have two sessions and five log rows each. A PostgreSQL server is started for it and removed;
TEST_DATABASE_URL names another one, which has pg_stat_statements loaded. Exit code 1: a statement grows by more than
${mostGrowth} times.`,
  )

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.abort())
await program.action(run).parseAsync()

async function run({ people, json }: Options): Promise<void> {
  await withSoakServer(stopped.signal, async (server) => {
    const measured = await measureGrowth(server, people)
    process.stdout.write(showGrowth(measured))
    if (json) await writeFile(json, `${JSON.stringify(measured, undefined, 2)}\n`)
    const grown = measured.growth.filter(
      ({ operation, ratio }) => operation !== countsEverybody && ratio > mostGrowth,
    )
    if (grown.length > 0) process.exitCode = 1
  })
}

function readPeople(text: string): number {
  const people = Number(text)
  if (Number.isInteger(people) && people >= 1000 && people % 1000 === 0) return people
  throw new InvalidArgumentError('give a multiple of 1000.')
}

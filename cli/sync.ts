import { progress } from '@clack/prompts'
import { Command } from 'commander'
import { parseConfig } from '../functions/config/parse-config.js'
import { createDeps } from '../functions/create-deps.js'
import type { Deps } from '../functions/deps.js'
import { readProgress } from '../functions/sync/progress-store.js'
import { chooseVariables } from './sync/choose-variables.js'
import { describeProgress } from './sync/describe-progress.js'
import { findByLogin, findEverybody, type Listed } from './sync/find-people.js'
import { summarize } from './sync/summarize.js'
import { type PersonReport, syncPeople } from './sync/sync-people.js'

interface Options {
  all?: true
  user?: string
  status?: true
  env?: string
}

const program = new Command('npm run sync --')
  .description('Compares people with GitHub now, as the event and cron triggers do, and says what changed.')
  .option('--all', 'everybody who has a grant at GitHub')
  .option('--user <login>', 'one person')
  .option(
    '--status',
    'changes nothing: counts who waits, and stored GitHub tokens by the key that sealed them',
  )
  .option('--env <file>', 'a file with the variables of the functions; the environment otherwise')
  .addHelpText(
    'after',
    '\nGive one of --all, --user and --status. Where neither --env nor the environment names a deployment, it is the local\nstack of `npm start`.',
  )
  .parse()

await run(program.opts<Options>()).catch((error: unknown) => program.error(describe(error)))

async function run({ all, user, status, env }: Options): Promise<void> {
  if ([all, user, status].filter((given) => given !== undefined).length !== 1)
    program.error('Give one of --all, --user LOGIN and --status.')
  const { variables, from } = chooseVariables(env, process.env)
  if (from !== undefined)
    process.stderr.write(`With the variables of ${from}, of the local stack: npm start must be running.\n`)
  const deps = createDeps(parseConfig(variables), { writeLog: () => {} })
  if (status) {
    process.stdout.write(`${describeProgress(await deps.hasura.run(readProgress, {}), deps.config)}\n`)
    return
  }
  const people = user === undefined ? await findEverybody(deps) : await findByLogin(deps, user)
  const reports = await withProgress(deps, people)
  process.stdout.write(`${summarize(reports)}\n`)
  if (reports.some(({ outcome }) => outcome === 'failed' || outcome === 'postponed')) process.exitCode = 1
}

async function withProgress(deps: Deps, people: readonly Listed[]): Promise<PersonReport[]> {
  if (!process.stdout.isTTY) return syncPeople(deps, people, () => {})
  const bar = progress({ max: Math.max(1, people.length) })
  bar.start(`Syncing ${people.length} ${people.length === 1 ? 'person' : 'people'}`)
  const reports = await syncPeople(deps, people, ({ person, outcome }) =>
    bar.advance(1, `${person.login}: ${outcome}`),
  )
  bar.stop('Done')
  return reports
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

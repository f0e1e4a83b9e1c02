import { existsSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { type Database, namedExtensions, openDatabase } from '../engine/src/index.js'
import { stopOnSignal } from '../engine/src/stop-on-signal.js'
import { parseOrigin } from './cli/parse-origin.js'
import { parsePort } from './cli/parse-port.js'
import { repository } from './repository.js'
import { checkConfiguration } from './stack/check-configuration.js'
import { prepareDataFolder } from './stack/data-folder.js'
import { readGivenVariables } from './stack/given-variables.js'
import { holdLines } from './stack/hold-lines.js'
import { keepSecrets } from './stack/secrets.js'
import { showStep } from './stack/show-step.js'
import { publishStack } from './stack/stack-file.js'
import type { StackUrls } from './stack/stack-environment.js'
import { type Stack, startStack } from './stack/start-stack.js'

interface Options {
  port: number
  appUrl?: string
  enginePort: number
  githubPort: number
  data: string
  env: string
}

const program = new Command('npm start --')
  .description('Runs the whole system on this machine: Postgres, engine, local GitHub, functions and pages.')
  .option('--port <number>', 'functions and pages', parsePort, 3000)
  .option('--app-url <origin>', 'your app, if it sends /api/auth/* on to functions and pages', parseOrigin)
  .option('--engine-port <number>', 'GraphQL engine', parsePort, 8080)
  .option('--github-port <number>', 'local GitHub', parsePort, 4000)
  .addOption(
    new Option('--data <folder>', 'where the embedded Postgres and the secrets are kept').default(
      `${repository}/.data`,
      '.data',
    ),
  )
  .addOption(
    new Option('--env <file>', 'variables of your own (docs/configuration.md, "A laptop")').default(
      `${repository}/.env`,
      '.env',
    ),
  )
  .addHelpText(
    'after',
    '\nDATABASE_URL=postgres://… uses that server. A taken port moves to the next free one.',
  )

await program.parseAsync()
const stop = stopOnSignal()
stop.signal.addEventListener('abort', () => process.stdout.write('\nStopping…\n'))
const lines = holdLines((line) => void process.stderr.write(`${line}\n`))
await run(program.opts<Options>()).catch(fail)

async function run(options: Options): Promise<void> {
  const startedAt = performance.now()
  const { variables, unused } = await readGivenVariables(fileOf(options), process.env)
  for (const name of unused) delete process.env[name]
  Object.assign(process.env, variables)
  await prepareDataFolder(options.data)
  const stack = await startStack({
    openDatabase: () => openChosenDatabase(options.data),
    secrets: await keepSecrets(`${options.data}/secrets.json`),
    ports: { app: options.port, engine: options.enginePort, github: options.githubPort },
    ...(options.appUrl !== undefined && { appUrl: options.appUrl }),
    given: variables,
    adjust: checkConfiguration,
    signal: stop.signal,
    step: showStep,
    log: lines.log,
  })
  const published = await publishStack(options.data, stack.environment)
  print(stack, options, unused, (performance.now() - startedAt) / 1000)
  lines.release()
  await stop.requested
  await stack.close()
  await published.remove()
  process.exit(0)
}

/** A file that somebody named has to be there. */
function fileOf({ env }: Options): string | undefined {
  return existsSync(env) || program.getOptionValueSource('env') === 'cli' ? env : undefined
}

async function openChosenDatabase(dataFolder: string): Promise<Database> {
  const url = process.env['DATABASE_URL']
  if (!url) {
    const extensions = await namedExtensions(`${repository}/hasura/migrations`)
    return openDatabase({ dataDir: `${dataFolder}/postgres`, extensions })
  }
  return openDatabase({ url }).catch((error: unknown) => {
    throw new Error(
      `The server of DATABASE_URL cannot be used: ${error instanceof Error ? error.message : error}`,
    )
  })
}

function print({ urls }: Stack, { data }: Options, unused: readonly string[], seconds: number): void {
  const where = relative(process.cwd(), data) || '.'
  const folder = where.startsWith('..') || isAbsolute(where) ? resolve(data) : where
  const notUsed = unused.length > 0 ? `\n  Not used      ${unused.join(', ')}: made here` : ''
  process.stdout.write(`
  Sign in       ${whereToSignIn(urls)}
  GraphQL       ${urls.engine}/v1/graphql
  Local GitHub  ${urls.github}
  Data          ${whereDataIs(folder)}${notUsed}

  Ready after ${seconds.toFixed(1)} s. Open ${firstPage(urls)}, press "Continue with GitHub" and pick a person.
  Ctrl-C stops everything.

`)
}

function whereToSignIn({ app, functions = app }: StackUrls): string {
  return app === functions ? app : `${app}, once it sends /api/auth/* on to ${functions}`
}

function firstPage({ app, functions = app }: StackUrls): string {
  return app === functions ? app : `${app}/api/auth/signin`
}

function whereDataIs(folder: string): string {
  if (process.env['DATABASE_URL']) return `on the server of DATABASE_URL; secrets in ${folder}`
  return `${folder} (delete it to start over)`
}

function fail(error: unknown): never {
  lines.release()
  const wasStoppedEarly = stop.signal.aborted && error === stop.signal.reason
  if (wasStoppedEarly) process.exit(0)
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

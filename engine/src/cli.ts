import { Command, InvalidArgumentError } from 'commander'
import { checkPaths } from './check-paths.js'
import type { Database } from './database/database.js'
import type { DatabaseLocation } from './database/open-database.js'
import { MetadataError } from './metadata/metadata-error.js'
import { readSettings } from './settings.js'
import type { Engine } from './start-engine.js'
import { stopOnSignal } from './stop-on-signal.js'

interface Options {
  metadata: string
  migrations?: string
  sql?: string
  port: number
  databaseUrl?: string
  dataDir?: string
}

const DEFAULT_PORT = 8080

/** Stdout carries exactly one line, for programs; what people should read goes to stderr. */
const tell = (text: string) => process.stderr.write(`${text}\n`)

new Command('engine')
  .description('Serves a Hasura v2 metadata folder over Postgres, for development and tests.')
  .requiredOption('--metadata <dir>', 'metadata folder, as the Hasura CLI writes it')
  .option('--migrations <dir>', 'migrations folder; what is not applied yet is applied')
  .option('--sql <file>', 'SQL file to run once before serving')
  .option('--port <number>', 'port to serve on; 0 takes any free one', readPort, DEFAULT_PORT)
  .option('--database-url <url>', 'Postgres server to use instead of the embedded one', readUrl)
  .option('--data-dir <dir>', 'keep the embedded Postgres in this folder instead of in memory')
  .addHelpText('after', '\nConfigured by the HASURA_GRAPHQL_* variables and those that the metadata names.')
  .addHelpText(
    'after',
    '\nExample: --metadata mine/metadata --migrations mine/migrations --data-dir .data/mine',
  )
  .addHelpText('after', 'What is served, refused and ignored: engine/README.md')
  .action(run)
  .parseAsync()
  .catch(fail)

async function run(options: Options): Promise<void> {
  checkPaths(options)
  const stop = stopOnSignal(readSettings(process.env).graceMs)
  const database = await openDatabase(await location(options))
  const engine = await start(options, database).catch(async (error) => {
    await database.close()
    throw error
  })
  tell(`The engine serves ${options.metadata} at ${engine.url}. Stop it with Ctrl-C.`)
  process.stdout.write(`${JSON.stringify({ ready: true, url: engine.url })}\n`)
  await stop.requested
  await engine.close()
  await database.close()
}

/** The embedded Postgres starts beside the loading of the engine's own modules; together they are most of the start. */
async function openDatabase(where: DatabaseLocation): Promise<Database> {
  const { openDatabase: open } = await import('./database/open-database.js')
  const [database] = await Promise.all([open(where).catch(explain), import('./start-engine.js')])
  return database

  function explain(error: unknown): never {
    if (!('url' in where)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The Postgres of --database-url cannot be used: ${reason}`, { cause: error })
  }
}

async function start(options: Options, database: Database): Promise<Engine> {
  const { startEngine } = await import('./start-engine.js')
  return startEngine({
    database,
    metadataDir: options.metadata,
    migrationsDir: options.migrations,
    sqlFile: options.sql,
    port: options.port,
    env: process.env,
    log: tell,
  })
}

async function location({ databaseUrl, dataDir, migrations, sql }: Options): Promise<DatabaseLocation> {
  if (databaseUrl !== undefined && dataDir !== undefined) {
    throw new Error('Give either --database-url or --data-dir, not both.')
  }
  if (databaseUrl !== undefined) return { url: databaseUrl }
  const { namedExtensions } = await import('./migrations/named-extensions.js')
  const extensions = await namedExtensions(migrations, sql)
  return dataDir === undefined ? { extensions } : { dataDir, extensions }
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('a port is a number from 0 to 65535.')
}

/** Whatever else is given, pg takes for the path of a socket or the name of a database, and fails in odd words. */
function readUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text)) return text
  throw new InvalidArgumentError('a database URL begins with postgres:// or postgresql://.')
}

function fail(error: unknown): void {
  if (error instanceof MetadataError) tell(`The metadata cannot be served:\n${error.message}`)
  else tell(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

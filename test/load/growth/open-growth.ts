import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../../../dev/repository.js'
import type { SoakServer } from '../../../dev/soak/soak-server.js'
import { type Database, startEngine } from '../../../engine/src/index.js'
import { secret } from '../../support/test-env.js'
import { fillDatabase } from './fill-database.js'

interface Grown {
  database: Database
  /** Runs a document as the functions do. @throws Error for a refusal */
  run(document: string, variables: object): Promise<void>
}

/** So few that PostgreSQL would rather read tables from one end to the other. */
export const smallest = 1000

/** Lends a database with so many people, behind an engine with our metadata. */
export function withPeople<T>(
  server: SoakServer,
  people: number,
  work: (grown: Grown) => Promise<T>,
): Promise<T> {
  return server.withDatabase(async ({ database }) => {
    const metadataDir = await withoutCrons()
    const adminSecret = secret()
    const unused = { FUNCTIONS_URL: 'http://127.0.0.1:9', ACTION_SECRET: secret(), EVENT_SECRET: secret() }
    const env = { ...unused, HASURA_GRAPHQL_ADMIN_SECRET: adminSecret }
    const migrationsDir = `${repository}/hasura/migrations`
    const engine = await startEngine({ database, metadataDir, migrationsDir, port: 0, env })
    try {
      await fillDatabase(database, people)
      await database.exec('create extension pg_stat_statements')
      if (people <= smallest) await readByIndex(database)
      const headers = { 'x-hasura-admin-secret': adminSecret, 'x-hasura-role': 'auth_service' }
      return await work({
        database,
        run: (document, variables) => send(engine.url, headers, { document, variables }),
      })
    } finally {
      await engine.close()
      await rm(metadataDir, { recursive: true })
    }
  })
}

/** What is compared is the way that a large database goes. */
async function readByIndex(database: Database): Promise<void> {
  const { rows } = await database.query<{ name: string }>('select current_database() as name')
  await database.exec(`alter database ${rows[0]?.name} set enable_seqscan = off`)
}

async function withoutCrons(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'growth-'))
  await cp(`${repository}/hasura/metadata`, folder, { recursive: true })
  await writeFile(join(folder, 'cron_triggers.yaml'), '[]\n')
  return folder
}

async function send(
  url: string,
  headers: Record<string, string>,
  { document, variables }: { document: string; variables: object },
): Promise<void> {
  const response = await fetch(`${url}/v1/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, variables }),
  })
  const answer = (await response.json()) as { errors?: unknown }
  if (answer.errors) throw new Error(`${document}\n${JSON.stringify(answer.errors)}`)
}

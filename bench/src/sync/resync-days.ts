import { repository } from '../../../dev/repository.js'
import { createSecrets } from '../../../dev/stack/secrets.js'
import { stackEnvironment } from '../../../dev/stack/stack-environment.js'
import { type Database, openDatabase, startEngine } from '../../../engine/src/index.js'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { createDeps } from '../../../functions/create-deps.js'
import { type ResyncCounts, resyncUsers } from '../../../functions/sync/resync-users.js'
import { benchGithub } from './bench-github.js'
import { changePeople } from './change-people.js'
import { countStatements } from './count-statements.js'
import { seedPeople } from './seed-people.js'

interface Extent {
  people: number
  /** After the first day, on which everybody is new. */
  days: number
  say: (line: string) => void
}

export interface Day {
  day: number
  changed: number
  synced: number
  lost: number
  calls: number
  /** Answers with status 304. */
  unchanged: number
  statements: number
  /** Rows of `users`. */
  written: number
  /** User and system, of functions, engine and embedded Postgres together. */
  cpuMs: number
}

const changedShare = 0.05
const githubUrl = 'http://127.0.0.1:1'

/** Runs the cron trigger's own function for some days, each until nobody is left. */
export async function resyncDays({ people: howMany, days, say }: Extent): Promise<Day[]> {
  const urls = { app: githubUrl, engine: githubUrl, github: githubUrl }
  const environment = stackEnvironment(urls, createSecrets())
  const { database, counts: sql } = countStatements(await openDatabase({}))
  const engine = await startEngine({
    database,
    metadataDir: `${repository}/hasura/metadata`,
    migrationsDir: `${repository}/hasura/migrations`,
    port: 0,
    env: environment.engine,
  })
  try {
    const config = parseConfig({
      ...environment.functions,
      HASURA_GRAPHQL_ENDPOINT: `${engine.url}/v1/graphql`,
      GITHUB_ALLOWED_ORGS: 'acme',
      GITHUB_ROLE_MAP: '{"acme/core":"moderator"}',
    })
    const silent = { writeLog: () => undefined }
    const people = await seedPeople(database, createDeps(config, silent), howMany)
    const github = benchGithub(githubUrl, people)
    const deps = createDeps(config, { ...silent, fetch: github.fetch })
    const done: Day[] = []
    for (let day = 0; day <= days; day += 1) {
      say(`day ${day} of ${days}`)
      const changed = day === 0 ? people.size : changePeople([...people.values()], day, changedShare)
      Object.assign(github.counts, { calls: 0, unchanged: 0 })
      await becomeStale(database)
      Object.assign(sql, { statements: 0, transactions: 0 })
      const spent = await runDay(database, () => resyncUsers(deps))
      done.push({ day, changed, ...spent, ...github.counts, statements: sql.statements })
    }
    return done
  } finally {
    await engine.close()
    await database.close()
  }
}

async function becomeStale(database: Database): Promise<void> {
  await database.exec(
    `update users set sync_attempted_at = sync_attempted_at - interval '25 hours', sync_claimed_at = null`,
  )
}

async function runDay(database: Database, resync: () => Promise<ResyncCounts>) {
  const { rows } = await database.query<{ now: string }>('select now()')
  const before = process.cpuUsage()
  const total = { synced: 0, lost: 0 }
  for (let left = 1; left > 0; ) {
    const counts = await resync()
    total.synced += counts.synced
    total.lost += counts['access-lost']
    left = Object.values(counts).reduce((all, count) => all + count, 0)
  }
  const { user, system } = process.cpuUsage(before)
  const written = await database.query<{ count: string }>(
    'select count(*) as count from users where updated_at > $1',
    [rows[0]?.now],
  )
  return { ...total, cpuMs: (user + system) / 1000, written: Number(written.rows[0]?.count) }
}

import { parseArgs } from 'node:util'
import { repository } from '../dev/repository.js'
import { createSecrets } from '../dev/stack/secrets.js'
import { stackEnvironment } from '../dev/stack/stack-environment.js'
import { openDatabase, startEngine } from '../engine/src/index.js'
import { parseConfig } from '../functions/config/parse-config.js'
import { createDeps } from '../functions/create-deps.js'
import { type ResyncCounts, resyncUsers } from '../functions/sync/resync-users.js'
import { benchGithub } from './sync/bench-github.js'
import { changePeople } from './sync/change-people.js'
import { countStatements } from './sync/count-statements.js'
import { seedPeople } from './sync/seed-people.js'

/** The daily re-sync of many people: what it costs GitHub and the database. See README.md. */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '10000' },
    days: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '5' },
  },
})
const changedShare = 0.05
const endsAt = performance.now() + Number(values.minutes) * 60_000

const githubUrl = 'http://127.0.0.1:1'
const urls = { app: githubUrl, engine: githubUrl, github: githubUrl }
const environment = stackEnvironment(urls, createSecrets())
const { database, counts: sql } = countStatements(
  await openDatabase(process.env['BENCH_DATABASE_URL'] ? { url: process.env['BENCH_DATABASE_URL'] } : {}),
)
const engine = await startEngine({
  database,
  metadataDir: `${repository}/hasura/metadata`,
  migrationsDir: `${repository}/hasura/migrations`,
  port: 0,
  env: environment.engine,
})
const config = parseConfig({
  ...environment.functions,
  HASURA_GRAPHQL_ENDPOINT: `${engine.url}/v1/graphql`,
  GITHUB_ALLOWED_ORGS: 'acme',
  GITHUB_ROLE_MAP: '{"acme/core":"moderator"}',
})
const people = await seedPeople(
  database,
  createDeps(config, { writeLog: () => undefined }),
  Number(values.users),
)
const github = benchGithub(githubUrl, people)
const deps = createDeps(config, { fetch: github.fetch, writeLog: () => undefined })

print(
  '| day | changed at GitHub | synced | lost access | GitHub calls per person | 304 share | calls that cost | statements per person | rows written anew | ms per person |',
)
print('|---|---|---|---|---|---|---|---|---|---|')
for (let day = 0; day <= Number(values.days); day += 1) {
  const changed = day === 0 ? people.size : changePeople([...people.values()], day, changedShare)
  await database.exec(
    `update users set sync_attempted_at = sync_attempted_at - interval '25 hours', sync_claimed_at = null`,
  )
  if (!(await reportDay(day, changed))) break
}
await engine.close()
await database.close()

/** @returns false when the time was up before everybody had been asked about */
async function reportDay(day: number, changed: number): Promise<boolean> {
  Object.assign(github.counts, { calls: 0, unchanged: 0 })
  Object.assign(sql, { statements: 0, transactions: 0 })
  const { rows } = await database.query<{ now: string }>('select now()')
  const startedAt = performance.now()
  const { synced, lost, isDone } = await resyncEverybody()
  const milliseconds = performance.now() - startedAt
  const done = synced + lost
  const { calls, unchanged } = github.counts
  const { statements } = sql
  const written = await database.query<{ count: string }>(
    'select count(*) as count from users where updated_at > $1',
    [rows[0]?.now],
  )
  const cells = [
    day === 0 ? '0 (everybody is new)' : day,
    changed,
    synced,
    lost,
    (calls / done).toFixed(2),
    `${((100 * unchanged) / calls).toFixed(1)} %`,
    calls - unchanged,
    (statements / done).toFixed(2),
    written.rows[0]?.count,
    (milliseconds / done).toFixed(1),
  ]
  print(`| ${cells.join(' | ')} |`)
  if (!isDone) print(`\nThe time was up after ${done} people of day ${day}.`)
  return isDone
}

async function resyncEverybody() {
  const total = { synced: 0, lost: 0, isDone: false }
  while (!total.isDone && performance.now() < endsAt) {
    const counts = await resyncUsers(deps)
    total.synced += counts.synced
    total.lost += counts['access-lost']
    total.isDone = sum(counts) === 0
  }
  return total
}

function sum(counts: ResyncCounts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

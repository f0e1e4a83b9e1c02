import { readFile } from 'node:fs/promises'
import { repository } from '../../../dev/repository.js'
import { runEngineOn } from '../../../dev/stack/run-engine-process.js'
import { runProcess } from '../../../dev/stack/run-process.js'
import { openDatabase } from '../../../engine/src/index.js'
import { benchFolder } from '../bench-folder.js'
import { programFolder, type Variables } from '../processes/ask-once.js'
import type { Databases } from './databases.js'
import type { Keep } from './keep-closing.js'

export interface GraphqlServer {
  pid: number
  url: string
  /** As whom it is asked. */
  headers: Variables
}

const hasura = `${benchFolder}/src/contenders/blog-hasura`
const tables = `${hasura}/migrations/default/1700000000000_create_blog/up.sql`
const adminSecret = 'for-measurements-only-and-long-enough'
const asUser = { 'x-hasura-admin-secret': adminSecret, 'x-hasura-role': 'user', 'x-hasura-user-id': '1' }

/** The engine and PostGraphile, each on a database of its own with the same tables and rows. */
export async function startGraphqlServers(
  databases: Databases,
  keep: Keep,
): Promise<{ ours: GraphqlServer; theirs: GraphqlServer }> {
  const ours = await keep(startOurs(await databases.create('blog')))
  const theirs = await keep(startPostgraphile(await databases.create('blog_of_postgraphile')))
  return {
    ours: { pid: ours.pid, url: `${ours.url}/v1/graphql`, headers: asUser },
    theirs: { pid: theirs.pid, url: theirs.url, headers: {} },
  }
}

function startOurs(databaseUrl: string) {
  const env = {
    HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
    HASURA_GRAPHQL_SERVER_HOST: '127.0.0.1',
    PG_DATABASE_URL: 'postgres://given-otherwise',
  }
  return runEngineOn({ hasura, databaseUrl, env })
}

async function startPostgraphile(databaseUrl: string) {
  const database = await openDatabase({ url: databaseUrl })
  await database.exec(await readFile(tables, 'utf8'))
  await database.close()
  return runProcess({
    script: `${programFolder}/postgraphile.mjs`,
    args: [],
    cwd: repository,
    env: { BENCH_DATABASE_URL: databaseUrl, NODE_ENV: 'production' },
    log: () => undefined,
  })
}

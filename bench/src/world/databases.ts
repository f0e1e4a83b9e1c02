import { readFile } from 'node:fs/promises'
import { findPrograms } from '../../../dev/lap-postgres/find-programs.js'
import { withServer } from '../../../dev/lap-postgres/with-server.js'
import { openDatabase } from '../../../engine/src/index.js'

/** A PostgreSQL server where one is found; engines have an embedded one otherwise. */
export interface Databases {
  /** For example `postgres (PostgreSQL) 17.2`. */
  version: string
  /** Makes a database and gives its address. */
  create(name: string): Promise<string>
  /** The server's process. */
  pid: number
}

/** Lends a new server to some work, or nothing where there is no PostgreSQL. */
export async function withDatabases<Result>(
  work: (databases: Databases | undefined) => Promise<Result>,
): Promise<Result> {
  const programs = await findPrograms({ install: false }).catch(() => undefined)
  if (!programs) return work(undefined)
  const results: Result[] = []
  await withServer(programs, new AbortController().signal, async (url) => {
    const { pid } = await administer(url, ({ query }) => findServer(query))
    const create = async (name: string) => {
      await administer(url, ({ exec }) => exec(`create database ${name}`))
      return url.replace(/\/postgres$/, `/${name}`)
    }
    results.push(await work({ version: programs.version, create, pid }))
  })
  const [result] = results
  if (result === undefined) throw new TypeError('the work gave nothing')
  return result
}

type Database = Awaited<ReturnType<typeof openDatabase>>

async function administer<Result>(
  url: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ url })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** The parent of whoever answers; 0 where there is no /proc, and nothing is counted. */
async function findServer(query: Database['query']): Promise<{ pid: number }> {
  const { rows } = await query<{ pid: number }>('select pg_backend_pid() as pid')
  const stat = await readFile(`/proc/${rows[0]?.pid}/stat`, 'utf8').catch(() => '')
  return { pid: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0) }
}

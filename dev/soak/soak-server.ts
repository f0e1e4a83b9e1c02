import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Database, openDatabase } from '../../engine/src/index.js'
import { findPrograms } from '../lap-postgres/find-programs.js'
import { withServer } from '../lap-postgres/with-server.js'
import { count } from '../stack/count.js'

/** The PostgreSQL server that fault runs use up. */
export interface SoakServer {
  /** Of the postmaster, where the server is ours to stop. */
  pid?: number
  /** How many deadlocks there were so far; on a borrowed server, in the databases that were given back. */
  deadlocks(): Promise<number>
  /** Lends a new, empty database, which is dropped afterwards. */
  withDatabase<T>(work: (lent: LentDatabase) => Promise<T>): Promise<T>
}

interface LentDatabase {
  url: string
  database: Database
}

/** A server of its own; or that of TEST_DATABASE_URL, of which only databases are borrowed. */
export async function withSoakServer(
  signal: AbortSignal,
  work: (server: SoakServer) => Promise<void>,
): Promise<void> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return work(borrowServer(given))
  let deadlocks = 0
  const onLine = (line: string) => {
    if (line.includes('deadlock detected')) deadlocks += 1
  }
  const lend = async (url: string) =>
    work({ ...borrowServer(url), pid: await postmasterOf(url), deadlocks: async () => deadlocks })
  await withServer(await findPrograms({ install: false }), signal, lend, onLine)
}

/** Its deadlocks come from statistics, which are complete when a database has no connection left: each is read then. */
export function borrowServer(serverUrl: string): SoakServer {
  let deadlocks = 0
  return {
    deadlocks: async () => deadlocks,
    async withDatabase(work) {
      const name = `soak_${randomUUID().replaceAll('-', '')}`
      const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
      await onServer(serverUrl, (server) => server.exec(`create database ${name}`))
      try {
        const database = await openDatabase({ url })
        return await work({ url, database }).finally(() => database.close())
      } finally {
        deadlocks += await onServer(serverUrl, async (server) => {
          const seen = await deadlocksOf(server, name)
          // With the database its statistics go.
          await server.exec(`drop database ${name} with (force)`)
          return seen
        })
      }
    },
  }
}

const longestGoodbyeMs = 10_000

/** A connection hands its statistics in before it is gone; one that stays keeps at most the last seconds of them. */
async function deadlocksOf(server: Database, name: string): Promise<number> {
  const until = Date.now() + longestGoodbyeMs
  const isOpen = async () => (await count(server, 'pg_stat_activity', `datname = '${name}'`)) > 0
  while (Date.now() < until && (await isOpen())) await setTimeout(50)
  const { rows } = await server.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = $1',
    [name],
  )
  return Number(rows[0]?.deadlocks)
}

async function onServer<T>(url: string, work: (server: Database) => Promise<T>): Promise<T> {
  const server = await openDatabase({ url })
  return work(server).finally(() => server.close())
}

async function postmasterOf(url: string): Promise<number> {
  const backend = await onServer(url, async (server) => {
    const { rows } = await server.query<{ pid: number }>('select pg_backend_pid() as pid')
    // The parent is asked for while its child still is there.
    return (await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(rows[0]?.pid)])).stdout
  })
  return Number(backend)
}

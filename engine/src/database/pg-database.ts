import pg from 'pg'
import type { Database, Queryable, QueryResult, Settings, StatementResult } from './database.js'
import { encodeParameter } from './encode-parameter.js'
import { holdPgLock } from './hold-pg-lock.js'
import { isOutdated, type Lend, lendConnection, type Lent, noteStatement } from './lend-connection.js'
import { PostgresError } from './postgres-error.js'
import { withPostgresErrors } from './to-postgres-error.js'
import { typeParsers } from './type-parsers.js'

const CONNECT_TIMEOUT_MS = 10_000
const POOL_SIZE = 20

const keepText = (text: string): string => text
const valueTypes = { getTypeParser: (oid: number) => typeParsers.get(oid) ?? keepText }
const textTypes = { getTypeParser: () => keepText }

/** A real Postgres server behind a pool; connections that die are replaced at the next query. */
export async function openPgDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: valueTypes,
  })
  // An idle connection that breaks is no error of anybody's query; without a listener it would end the process.
  pool.on('error', () => {})
  const lend: Lend = (work) => lendConnection(pool, work)
  const pooled = pgQueryable(lend)
  const database: Database = {
    query: (...statement) => queryAgain(pooled, ...statement),
    exec: pooled.exec,
    transaction: (work, settings) => lend((client) => runTransaction(client, work, settings)),
    holdLock: (space, key) => holdPgLock(url, space, key),
    writtenUpTo: async () => null,
    close: () => pool.end(),
  }
  await database.query('SELECT 1').catch(async (error) => {
    await pool.end()
    throw error
  })
  return database
}

/** Outside of transactions a statement that is outdated is simply run as a new one. */
async function queryAgain<Row extends object>(
  pooled: Queryable,
  text: string,
  values?: readonly unknown[],
  name?: string,
): Promise<QueryResult<Row>> {
  try {
    return await pooled.query<Row>(text, values, name)
  } catch (thrown) {
    if (name === undefined || !(thrown instanceof PostgresError && isOutdated(thrown))) throw thrown
    return pooled.query<Row>(text, values)
  }
}

async function runTransaction<T>(
  client: Lent,
  work: (tx: Queryable) => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const tx = pgQueryable((useIt) => useIt(client))
  try {
    await tx.exec(['BEGIN', ...Object.entries(settings).map(setLocally)].join(';'))
    const result = await work(tx)
    await commit(tx)
    return result
  } catch (thrown) {
    await tx.query('ROLLBACK').catch(client.giveUp)
    throw thrown
  }
}

function setLocally([name, value]: [string, string]): string {
  return `SELECT set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`
}

/** Postgres answers COMMIT with ROLLBACK when a statement had failed and the failure was swallowed. */
async function commit(tx: Queryable): Promise<void> {
  const [result] = await tx.exec('COMMIT')
  if (result?.command === 'ROLLBACK') {
    throw new PostgresError({ code: '25P02', message: 'Transaction was rolled back instead of committed' })
  }
}

/** Words of statements that take prepared ones from a connection. */
const FORGETS = /\b(discard|deallocate)\b/i

function pgQueryable(lend: Lend): Queryable {
  return {
    query: (text, values = [], name) =>
      lend(({ connection }) => withPostgresErrors(() => queryOne(connection, text, values, name))),
    exec: (script) =>
      lend(({ connection, giveUp }) => {
        if (FORGETS.test(script)) giveUp()
        return withPostgresErrors(async () => {
          const result = await connection.query({ text: script, rowMode: 'array', types: textTypes })
          // Several statements make pg answer with a list, which its types do not say.
          const results: pg.QueryArrayResult[] = Array.isArray(result) ? result : [result]
          return results.map(toStatementResult)
        })
      }),
  }
}

async function queryOne<Row extends object>(
  connection: pg.PoolClient,
  text: string,
  values: readonly unknown[],
  name: string | undefined,
): Promise<QueryResult<Row>> {
  if (name !== undefined) noteStatement(connection, name)
  const config = { text, values: values.map(encodeParameter), ...(name !== undefined && { name }) }
  const result = await connection.query<Row>(config)
  return { rows: result.rows, rowCount: result.rowCount ?? 0 }
}

function toStatementResult(result: pg.QueryArrayResult): StatementResult {
  return {
    command: result.command ?? '',
    columns: result.fields.map((field) => field.name),
    rows: result.rows,
  }
}

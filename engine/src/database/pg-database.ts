import pg from 'pg'
import type { Database, Queryable, QueryResult, StatementResult } from './database.js'
import { encodeParameter } from './encode-parameter.js'
import { holdPgLock } from './hold-pg-lock.js'
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
  const database: Database = {
    ...pgQueryable(pool),
    transaction: (work) => runTransaction(pool, work),
    holdLock: (space, key) => holdPgLock(url, space, key),
    close: () => pool.end(),
  }
  await database.query('SELECT 1').catch(async (error) => {
    await pool.end()
    throw error
  })
  return database
}

async function runTransaction<T>(pool: pg.Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await withPostgresErrors(() => pool.connect())
  let broken = false
  const markBroken = () => {
    broken = true
  }
  client.on('error', markBroken)
  const tx = pgQueryable(client)
  try {
    await tx.query('BEGIN')
    const result = await work(tx)
    await commit(tx)
    return result
  } catch (thrown) {
    await tx.query('ROLLBACK').catch(markBroken)
    throw thrown
  } finally {
    client.off('error', markBroken)
    client.release(broken)
  }
}

/** Postgres answers COMMIT with ROLLBACK when a statement had failed and the failure was swallowed. */
async function commit(tx: Queryable): Promise<void> {
  const [result] = await tx.exec('COMMIT')
  if (result?.command === 'ROLLBACK') {
    throw new PostgresError({ code: '25P02', message: 'Transaction was rolled back instead of committed' })
  }
}

function pgQueryable(connection: pg.Pool | pg.PoolClient): Queryable {
  return {
    query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<QueryResult<Row>> {
      return withPostgresErrors(async () => {
        const result = await connection.query<Row>(text, values.map(encodeParameter))
        return { rows: result.rows, rowCount: result.rowCount ?? 0 }
      })
    },
    exec(script) {
      return withPostgresErrors(async () => {
        const result = await connection.query({ text: script, rowMode: 'array', types: textTypes })
        // Several statements make pg answer with a list, which its types do not say.
        const results: pg.QueryArrayResult[] = Array.isArray(result) ? result : [result]
        return results.map(toStatementResult)
      })
    },
  }
}

function toStatementResult(result: pg.QueryArrayResult): StatementResult {
  return {
    command: result.command ?? '',
    columns: result.fields.map((field) => field.name),
    rows: result.rows,
  }
}

import type { PGlite, Results, Transaction } from '@electric-sql/pglite'
import type { Database, Queryable, QueryResult, Settings, StatementResult } from './database.js'
import { encodeParameter } from './encode-parameter.js'
import { toPostgresError, withPostgresErrors } from './to-postgres-error.js'
import { typeParsers } from './type-parsers.js'

const keepText = (text: string): string => text

/** PGlite's own parsers answer for types that are missing here, so every type it knows is named. */
const PGLITE_PARSED_OIDS = [16, 17, 20, 21, 23, 26, 114, 700, 701, 1082, 1114, 1184, 3802]

const valueParsers: PGlite['parsers'] = Object.fromEntries(
  PGLITE_PARSED_OIDS.map((oid) => [oid, typeParsers.get(oid) ?? keepText]),
)
const textParsers: PGlite['parsers'] = Object.fromEntries(PGLITE_PARSED_OIDS.map((oid) => [oid, keepText]))

/** The embedded Postgres: one connection, so whole transactions queue behind each other. */
export function pgliteDatabase(pglite: PGlite, release: () => Promise<void>): Database {
  // PGlite fills both with array handling once it is open; ours send and keep text.
  pglite.serializers = {}
  pglite.parsers = valueParsers
  // Asked anew after anything was run: nobody else can write.
  let position: Promise<string | null> | undefined
  const used = () => {
    position = undefined
  }
  return {
    ...pgliteQueryable(pglite, used),
    transaction(work, settings) {
      used()
      return runTransaction(pglite, work, settings)
    },
    holdLock: async (space, key) => {
      await pglite.query('SELECT pg_advisory_lock($1, $2)', [space, key])
      return {
        release: async () => {
          await pglite.query('SELECT pg_advisory_unlock($1, $2)', [space, key])
        },
      }
    },
    writtenUpTo() {
      position ??= readPosition(pglite)
      return position
    },
    close: async () => {
      if (!pglite.closed) await pglite.close()
      await release()
    },
  }
}

async function readPosition(pglite: PGlite): Promise<string | null> {
  const text = 'SELECT pg_current_wal_insert_lsn()::text AS position'
  const { rows } = await pglite.query<{ position: string }>(text)
  return rows[0]?.position ?? null
}

async function runTransaction<T>(
  pglite: PGlite,
  work: (tx: Queryable) => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  let workFailure: { thrown: unknown } | undefined
  try {
    return await pglite.transaction(async (tx) => {
      for (const setting of Object.entries(settings))
        await tx.query('SELECT set_config($1, $2, true)', setting)
      try {
        return await work(pgliteQueryable(tx))
      } catch (thrown) {
        workFailure = { thrown }
        throw thrown
      }
    })
  } catch (thrown) {
    throw workFailure === undefined ? toPostgresError(thrown) : workFailure.thrown
  }
}

function pgliteQueryable(connection: Pick<Transaction, 'query' | 'exec'>, onUse = () => {}): Queryable {
  return {
    query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<QueryResult<Row>> {
      onUse()
      return withPostgresErrors(async () => {
        const result = await connection.query<Row>(text, values.map(encodeParameter))
        return { rows: result.rows, rowCount: result.rowCount ?? 0 }
      })
    },
    exec(script) {
      onUse()
      return withPostgresErrors(async () => {
        const results = await connection.exec(script, { rowMode: 'array', parsers: textParsers })
        return results.map(toStatementResult)
      })
    },
  }
}

function toStatementResult(result: Results): StatementResult {
  return {
    command: result.command ?? '',
    columns: result.fields.map((field) => field.name),
    // rowMode 'array' with text parsers gives exactly this; PGlite's type knows only objects.
    rows: result.rows as unknown as StatementResult['rows'],
  }
}

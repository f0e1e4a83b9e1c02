import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Database } from '../database/database.js'
import { runSqlFile } from './run-sql-file.js'

/**
 * Runs an SQL file once: on a database that has had it already, with the same content, nothing happens, so that an
 * engine with a data directory can be started again with the same command.
 *
 * @throws SqlFileError when a statement fails; then nothing of the file stays
 */
export async function applySqlFile(database: Database, file: string): Promise<void> {
  const sql = await readFile(file, 'utf8')
  const digest = createHash('sha256').update(sql).digest('hex')
  await database.transaction(async (tx) => {
    await tx.exec(
      'CREATE TABLE IF NOT EXISTS hdb_catalog.engine_sql_files (digest text PRIMARY KEY, applied_at timestamptz DEFAULT now())',
    )
    const { rowCount } = await tx.query(
      'INSERT INTO hdb_catalog.engine_sql_files (digest) VALUES ($1) ON CONFLICT DO NOTHING',
      [digest],
    )
    if (rowCount === 1) await runSqlFile(tx, file, sql)
  })
}

import type { Queryable } from '../database/database.js'
import { PostgresError } from '../database/postgres-error.js'
import { SqlFileError } from './sql-file-error.js'

/**
 * Runs a script and undoes the settings that it leaves behind: what pg_dump writes ends with an empty `search_path`.
 *
 * @throws SqlFileError naming file and line of a statement that fails
 */
export async function runSqlFile(database: Queryable, file: string, sql: string): Promise<void> {
  try {
    await database.exec(sql)
    await database.exec('RESET ALL')
  } catch (error) {
    throw error instanceof PostgresError ? new SqlFileError(file, sql, error) : error
  }
}

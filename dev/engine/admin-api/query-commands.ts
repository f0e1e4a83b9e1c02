import type { Command } from './admin-api.js'
import { runSql } from './run-sql.js'

/** The commands of `/v2/query` by their `type`. */
export const queryCommands: Readonly<Record<string, Command>> = {
  run_sql: runSql,
  pg_run_sql: runSql,
}

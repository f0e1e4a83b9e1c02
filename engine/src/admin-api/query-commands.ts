import type { Command } from './command.js'
import { dmlCommands } from './dml/dml-commands.js'
import { runSql } from './run-sql.js'

/** The commands of `/v2/query` by their `type`. */
export const queryCommands: Readonly<Record<string, Command>> = {
  ...dmlCommands,
  run_sql: runSql,
  pg_run_sql: runSql,
}

import type { Database } from '../../../engine/src/index.js'

/** What one statement of an operation did. */
export interface Counted {
  sql: string
  /** Of a trigger or function; what it reads counts for the statement that caused it, too. */
  isInner: boolean
  calls: number
  /** Blocks read from memory or disk in all calls. */
  blocks: number
}

const ofThisDatabase = 'dbid = (select oid from pg_database where datname = current_database())'

/** The server writes the same statement with its constants or with places for them, as it happens to see it first. */
function nameless(sql: string): string {
  return sql
    .replace(/'[^']*'|\$\d+|\b\d+\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Counts what the statements of some work read. The engine's own business, which goes on beside it, is left out. */
export async function countBlocks(database: Database, work: () => Promise<void>): Promise<Counted[]> {
  await database.query(
    'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)',
  )
  await work()
  const { rows } = await database.query<{ sql: string; toplevel: boolean; calls: string; blocks: string }>(
    `select query as sql, toplevel, calls, shared_blks_hit + shared_blks_read as blocks from pg_stat_statements
     where ${ofThisDatabase} and query !~* '^\\s*(begin|commit|rollback|set )'
       and not (toplevel and query ~ 'hdb_catalog|pg_stat_statements|set_config')`,
  )
  return rows.map(({ sql, toplevel, calls, blocks }) => {
    return { sql: nameless(sql), isInner: !toplevel, calls: Number(calls), blocks: Number(blocks) }
  })
}

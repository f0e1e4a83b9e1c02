import type { PostgresError } from '../database/postgres-error.js'

/** A statement of an SQL file that Postgres refused, with the line where Postgres saw the mistake. */
export class SqlFileError extends Error {
  override readonly name = 'SqlFileError'

  constructor(file: string, sql: string, cause: PostgresError) {
    const hints = [cause.detail, cause.hint, adviceFor(cause, sql)]
      .filter((text) => text !== undefined)
      .map((text) => `\n  ${text}`)
    super(`${file}${lineOf(sql, cause.position)}: ${cause.message}${hints.join('')}`, { cause })
  }
}

const PSQL = 'That is for psql. pg_dump --inserts writes SQL; leave out lines that begin with a backslash.'
const EXTENSION =
  'engine/README.md lists those of the embedded Postgres; for others give a server by --database-url.'

/** What people bring along that the two kinds of Postgres do not understand. */
function adviceFor({ message, position }: PostgresError, sql: string): string | undefined {
  if (/^extension ".*" is not available/.test(message)) return EXTENSION
  if (!message.startsWith('syntax error') || position === undefined) return undefined
  const before = sql.slice(0, Number(position))
  return /(^|\n)\\$|\bfrom\s+stdin\b[^;]*;\s*\S$/i.test(before) ? PSQL : undefined
}

function lineOf(sql: string, position: string | undefined): string {
  if (position === undefined) return ''
  return `:${sql.slice(0, Number(position) - 1).split('\n').length}`
}

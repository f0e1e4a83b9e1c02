import type { PostgresError } from '../database/postgres-error.js'

/** A statement of an SQL file that Postgres refused, with the line where Postgres saw the mistake. */
export class SqlFileError extends Error {
  override readonly name = 'SqlFileError'

  constructor(file: string, sql: string, cause: PostgresError) {
    const hints = [cause.detail, cause.hint].filter((text) => text !== undefined).map((text) => `\n  ${text}`)
    super(`${file}${lineOf(sql, cause.position)}: ${cause.message}${hints.join('')}`, { cause })
  }
}

function lineOf(sql: string, position: string | undefined): string {
  if (position === undefined) return ''
  return `:${sql.slice(0, Number(position) - 1).split('\n').length}`
}

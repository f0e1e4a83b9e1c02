import type { Queryable } from '../../database/database.js'
import { HasuraError } from '../../errors.js'
import { mapPostgresError } from '../map-postgres-error.js'

/** A statement, with a name when it will come again. */
export interface Statement {
  text: string
  values: readonly unknown[]
  name?: string | undefined
}

/** Runs the statement of a query or of an answer; gives its JSON as Postgres wrote it. */
export async function runQueryStatement(
  database: Queryable,
  statement: Statement,
  path: string,
): Promise<string> {
  const row = await run<{ root: string | null }>(database, statement, path)
  return row?.root ?? 'null'
}

/**
 * Runs a mutation's statement inside its transaction.
 *
 * @throws HasuraError `permission-error` when a changed row fails the permission's check
 */
export async function runMutationStatement(
  tx: Queryable,
  statement: Statement,
  path: string,
): Promise<string> {
  const row = await run<{ root: string | null; allowed: boolean }>(tx, statement, path)
  if (row?.allowed === false) {
    throw new HasuraError('permission-error', 'check constraint of an insert/update permission has failed', {
      path,
    })
  }
  return row?.root ?? 'null'
}

async function run<Row extends object>(
  database: Queryable,
  statement: Statement,
  path: string,
): Promise<Row | undefined> {
  try {
    const { rows } = await database.query<Row>(statement.text, statement.values, statement.name)
    return rows[0]
  } catch (error) {
    throw mapPostgresError(error, path)
  }
}

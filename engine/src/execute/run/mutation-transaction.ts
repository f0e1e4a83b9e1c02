import type { Queryable } from '../../database/database.js'
import type { SqlContext } from '../../sql/sql-context.js'

/** The transaction that a mutation runs in, and how the session's statements are begun. */
export interface MutationTransaction {
  database: Queryable
  newContext: () => SqlContext
}

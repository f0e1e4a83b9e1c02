import sql, { join, type Sql } from 'sql-template-tag'
import type { TableModel } from '../model/model.js'
import { columnOf, identifier, qualified } from './identifier.js'

/** Name of the CTE that changes rows, and of the one with the changed rows alone. */
const MUTATION = identifier('_mutation')
const CHANGED = identifier('_changed')
const CHECK = identifier('_check')

/** The changed rows, as far as the answer is concerned. */
export const CHANGED_ROWS = CHANGED

/** `RETURNING` of a mutation: the rows, and whether each fulfils the permission's check. */
export function returning(check: Sql): Sql {
  return sql` returning *, ${check} as ${CHECK}`
}

/** A mutation that changes nothing. */
export function noRows(table: TableModel): Sql {
  return sql`select *, true as ${CHECK} from ${qualified(table)} where false`
}

/** The statement of a mutation whose answer is the changed rows themselves, each with all its columns. */
export function statementForRows(table: TableModel, mutation: Sql): Sql {
  const rows = sql`(select coalesce(json_agg(row_to_json(changed)), '[]'::json) from ${CHANGED} as changed)`
  return mutationStatement(table, mutation, rows)
}

/**
 * A statement that changes rows and answers in one go. Its columns are `root`, the answer as JSON text, and
 * `allowed`: false means that the check of the permission failed and the transaction must not commit.
 */
export function mutationStatement(table: TableModel, mutation: Sql, answer: Sql): Sql {
  const columns = join(
    [...table.columns.keys()].map((name) => columnOf('_mutation', name)),
    ', ',
  )
  return sql`with ${MUTATION} as (${mutation}), ${CHANGED} as (select ${columns} from ${MUTATION})
    select (${answer})::text as root, (select coalesce(bool_and(${CHECK}), true) from ${MUTATION}) as allowed`
}

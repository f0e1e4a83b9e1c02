import sql, { join, type Sql } from 'sql-template-tag'
import type { Relationship } from '../model/model.js'
import { columnOf } from './identifier.js'

/** How the row behind a relationship is found from the row that has it. */
export function joinCondition({ mapping }: Pick<Relationship, 'mapping'>, from: string, to: string): Sql {
  return join(
    mapping.map((pair) => sql`${columnOf(to, pair.to.name)} = ${columnOf(from, pair.from.name)}`),
    ' and ',
  )
}

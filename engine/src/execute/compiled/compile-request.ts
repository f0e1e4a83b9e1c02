import type { Statement } from '../run/run-statement.js'
import { changeOf } from '../run/change-of.js'
import { validationInputs } from '../run/mutation-inputs.js'
import { compileChange } from '../run/run-change.js'
import type { Selected } from '../../schema/output/selection.js'
import type { RootPlan } from '../../schema/plans.js'
import { compileQuery } from '../../sql/compile-query.js'
import { SqlContext, type SqlOptions } from '../../sql/sql-context.js'
import type { PreparedRequest } from '../prepare-request.js'

/** A request of which only values are still to come; each root field is one statement. */
export interface CompiledRequest {
  kind: 'query' | 'mutation'
  fields: readonly CompiledField[]
}

export type CompiledField = { key: string; typeName: string } | CompiledStatement

interface CompiledStatement {
  key: string
  /** Among its values are `LateParameter`s. */
  statement: Statement
  /** Where errors of the database are said to be. */
  path: string
}

/**
 * Null for a request that takes more than a statement for each of its fields.
 *
 * @throws ValueNeeded when what is to be done depends on a value that is not there yet
 */
export function compileRequest(request: PreparedRequest, options: SqlOptions): CompiledRequest | null {
  const { kind } = request
  if (kind !== 'query' && kind !== 'mutation') return null
  const fields = request.fields.flatMap((field) => compileField(field, options) ?? [])
  if (fields.length < request.fields.length) return null
  // Fields besides those that change tables would put each of these in a transaction of its own.
  return kind === 'mutation' && fields.some((field) => 'typeName' in field) ? null : { kind, fields }
}

function compileField(field: Selected<RootPlan>, options: SqlOptions): CompiledField | null {
  if ('typeName' in field) return field
  const { key, plan } = field
  const context = new SqlContext(null, options)
  switch (plan.kind) {
    case 'select':
    case 'selectOne':
    case 'selectAggregate':
    case 'function':
    case 'functionAggregate':
      return compiled(key, compileQuery(context, plan), '$')
    case 'insert':
    case 'update':
    case 'delete': {
      const change = validationInputs(plan).length === 0 ? changeOf(plan) : null
      const statement = change && compileChange(context, change)
      return change && statement && compiled(key, statement, change.path)
    }
    default:
      return null
  }
}

let named = 0

/** Named apart from all others of this process: what a name was prepared for must never be another statement. */
function compiled(key: string, { text, values }: Statement, path: string): CompiledStatement {
  named += 1
  return { key, statement: { text, values, name: `request_${named}` }, path }
}

import sql, { join, type Sql } from 'sql-template-tag'
import type { FunctionArguments, FunctionCall, FunctionParameter, TableModel } from '../model/model.js'
import { identifier, qualified } from './identifier.js'
import type { SqlContext } from './sql-context.js'
import { typedValue } from './value.js'

const JSON_TYPE = { scalar: 'json', isArray: false, sql: 'json' }

/** A row by its alias, and the table whose row it is. */
export interface RowOperand {
  row: string
  table: TableModel
}

/**
 * A call of a Postgres function, of a row where it is a computed field, with what the client gave.
 *
 * Arguments go by position as long as none is left out; from the first omitted one with a default on, by name.
 */
export function callFunction(
  context: SqlContext,
  { fn, parameters }: FunctionCall,
  row: RowOperand | null,
  args: FunctionArguments = new Map(),
): Sql {
  const written: Sql[] = []
  let byName = false
  for (const parameter of parameters) {
    const value = argumentValue(context, parameter, row, args)
    if (value === undefined) {
      byName = true
      continue
    }
    const name = parameter.kind === 'table' ? null : parameter.name
    written.push(byName && name !== null ? sql`${identifier(name)} => ${value}` : value)
  }
  const call = written.length === 0 ? sql`${qualified(fn)}()` : sql`${qualified(fn)}(${join(written, ', ')})`
  // Of a set of scalars Hasura takes the only one, too; Postgres refuses more.
  return fn.returns.isSet && !fn.returns.table ? sql`(select ${call})` : call
}

function argumentValue(
  context: SqlContext,
  parameter: FunctionParameter,
  row: RowOperand | null,
  args: FunctionArguments,
): Sql | undefined {
  switch (parameter.kind) {
    case 'table':
      return row ? wholeRow(row) : undefined
    case 'session':
      return typedValue({ ...context.variables }, JSON_TYPE)
    case 'client': {
      const value = args.get(parameter)
      return value === undefined ? undefined : typedValue(value, parameter.type)
    }
  }
}

/** A row as a value of its table's type, also where the alias stands for a subquery. */
function wholeRow({ row, table }: RowOperand): Sql {
  return sql`row(${identifier(row)}.*)::${qualified(table)}`
}

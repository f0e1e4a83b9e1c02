import { type Catalogue, nameKey, showName } from '../catalogue/catalogue.js'
import type { ComputedFieldMetadata } from '../metadata/schemas/table.js'
import { buildFunctionCall, findFunction, toColumnType } from './build-function-call.js'
import type { ComputedField, TableModel } from './model.js'
import { refuseTakenNames, withAggregate } from './refuse-taken-names.js'

/** @throws Error when the function cannot be a field of the table's rows */
export function buildComputedField(
  metadata: ComputedFieldMetadata,
  table: TableModel,
  tables: ReadonlyMap<string, TableModel>,
  catalogue: Catalogue,
): ComputedField {
  const {
    function: name,
    table_argument: tableArgument,
    session_argument: sessionArgument,
  } = metadata.definition
  const fn = findFunction(name, catalogue)
  if (fn.isVolatile)
    throw new Error(`the function "${showName(fn)}" is of type VOLATILE; cannot be added as a computed field`)
  const position = tableArgument ? fn.arguments.findIndex((argument) => argument.name === tableArgument) : 0
  const argument = fn.arguments[position]
  if (!argument?.type.table || nameKey(argument.type.table) !== table.key) {
    throw new Error(
      `${tableArgument ? `"${tableArgument}" argument` : 'first argument'} of the function "${showName(fn)}" of type "${argument?.type.sql ?? ''}" is not COMPOSITE type of "${showName(table)}"`,
    )
  }
  const returns = readReturns(fn, tables)
  refuseTakenNames(table, withAggregate(metadata.name, 'table' in returns))
  return {
    name: metadata.name,
    table,
    call: buildFunctionCall(fn, { tableArgument: position, sessionArgument }),
    returns,
    description:
      (metadata.comment ?? fn.description ?? `A computed field, executes function "${showName(fn)}"`) || null,
  }
}

function readReturns(
  fn: ReturnType<typeof findFunction>,
  tables: ReadonlyMap<string, TableModel>,
): ComputedField['returns'] {
  if (!fn.returns.table) {
    if (fn.returns.isSet)
      throw new Error(`the function "${showName(fn)}" returns a set of scalars, which is not supported`)
    return { type: toColumnType(fn.returns) }
  }
  if (!fn.returns.isSet)
    throw new Error(`the function "${showName(fn)}" returning type ${fn.returns.sql} is not a BASE type`)
  const table = tables.get(nameKey(fn.returns.table))
  if (!table)
    throw new Error(
      `the function "${showName(fn)}" returns an untracked table "${showName(fn.returns.table)}"`,
    )
  return { table }
}

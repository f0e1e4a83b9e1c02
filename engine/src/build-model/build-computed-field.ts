import type { ComputedFieldMetadata } from '../metadata/schemas/table.js'
import type { ComputedField, TableModel } from '../model/model.js'
import { type CatalogueFunction, nameKey, showName } from '../pg-catalogue/catalogue.js'
import type { Known } from './build-context.js'
import { argumentProblems, buildFunctionCall, findFunction, toColumnType } from './build-function-call.js'
import { refuseFor } from './refuse-for.js'
import { refuseTakenNames } from './refuse-taken-names.js'

type Tables = ReadonlyMap<string, TableModel>

/** @throws Error when the function cannot be a field of the table's rows */
export function buildComputedField(
  metadata: ComputedFieldMetadata,
  table: TableModel,
  { tables, catalogue, naming }: Known,
): ComputedField {
  const {
    function: name,
    table_argument: tableArgument,
    session_argument: sessionArgument,
  } = metadata.definition
  const fn = findFunction(name, catalogue)
  const position = tableArgument ? fn.arguments.findIndex((argument) => argument.name === tableArgument) : 0
  refuseFor(`the computed field "${metadata.name}" cannot be added to table "${showName(table)}"`, [
    ...(fn.isVolatile
      ? [`the function "${showName(fn)}" is of type VOLATILE; cannot be added as a computed field`]
      : []),
    ...tableArgumentProblems(fn, table, tableArgument, position),
    ...argumentProblems(fn, sessionArgument),
    ...returnProblems(fn, tables),
  ])
  const returns = readReturns(fn, tables)
  refuseTakenNames(table, { name: metadata.name, returnsRows: 'table' in returns }, naming)
  return {
    name: metadata.name,
    table,
    call: buildFunctionCall(fn, { tableArgument: position, sessionArgument }),
    returns,
    description:
      (metadata.comment ?? fn.description ?? `A computed field, executes function "${showName(fn)}"`) || null,
  }
}

function tableArgumentProblems(
  fn: CatalogueFunction,
  table: TableModel,
  tableArgument: string | null | undefined,
  position: number,
): string[] {
  const name = showName(fn)
  if (fn.arguments.length === 0) return [`the function "${name}" has no input arguments`]
  const argument = fn.arguments[position]
  if (!argument) return [`"${tableArgument}" is not an input argument of "${name}" function`]
  const rowsOf = argument.type.table
  if (rowsOf && nameKey(rowsOf) === table.key) return []
  const which = tableArgument ? `"${tableArgument}" argument` : 'first argument'
  return [
    ...(rowsOf ? [] : [`${which} of the function "${name}" is not COMPOSITE type`]),
    `${which} of the function "${name}" of type "${argument.type.sql}" is not the table to which the computed field is being added`,
  ]
}

/** One row of a table is a set of rows to Hasura, and a set of scalars one scalar. */
function returnProblems({ returns, ...fn }: CatalogueFunction, tables: Tables): string[] {
  const name = showName(fn)
  const { table, kind, scalar, isArray } = returns
  if (!table) {
    return kind === 'b' || isArray
      ? []
      : [`the function "${name}" returning type ${scalar} is not a BASE type`]
  }
  if (tables.has(nameKey(table))) return []
  return [
    `the function "${name}" returning set of table "${showName(table)}" is not tracked or not found in database`,
  ]
}

function readReturns({ returns }: CatalogueFunction, tables: Tables): ComputedField['returns'] {
  const table = returns.table && tables.get(nameKey(returns.table))
  return table ? { table } : { type: toColumnType(returns) }
}

import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import type { TableModel } from '../../model/model.js'
import { operatorKey } from '../../permissions/rule-value.js'
import { nameKey } from '../../pg-catalogue/catalogue.js'
import type { SchemaChanges } from './compare-snapshots.js'
import { renameColumns, renameTable } from './rename-names.js'

export interface RenameScope {
  /** The table that the rule is about, as it was before the renaming. */
  table: TableModel
  root: TableModel
  tables: ReadonlyMap<string, TableModel>
  changes: SchemaChanges
}

/** The rule of a permission with the names that its tables and columns have now. */
export function renameInRule(rule: Json, scope: RenameScope): Json {
  if (Array.isArray(rule)) return rule.map((part) => renameInRule(part, scope))
  if (!isJsonObject(rule)) return rule
  return Object.fromEntries(Object.entries(rule).map(([key, value]) => renameEntry(key, value, scope)))
}

function renameEntry(key: string, value: Json, scope: RenameScope): [string, Json] {
  const operator = operatorKey(key)
  if (operator === '_and' || operator === '_or' || operator === '_not')
    return [key, renameInRule(value, scope)]
  if (operator === '_exists') return [key, renameInExists(value, scope)]
  const { table, changes } = scope
  if (table.columns.has(key)) return [changes.column(table, key), renameInComparison(value, scope)]
  const relationship = table.relationships.get(key)
  if (relationship) return [key, renameInRule(value, { ...scope, table: relationship.target })]
  const returned = table.computedFields.get(key)?.returns
  if (returned && 'table' in returned) return [key, renameInRule(value, { ...scope, table: returned.table })]
  const aggregated = table.relationships.get(key.replace(/_aggregate$/, ''))
  return [key, aggregated ? renameInAggregate(value, { ...scope, table: aggregated.target }) : value]
}

function renameInExists(value: Json, scope: RenameScope): Json {
  if (!isJsonObject(value)) return value
  const named = Object.entries(value).find(([key]) => operatorKey(key) === '_table')
  const name = qualifiedName.safeParse(named?.[1])
  const table = name.success ? scope.tables.get(nameKey(name.data)) : undefined
  if (!table) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) =>
      operatorKey(key) === '_table'
        ? [key, renameTable(part, scope.changes)]
        : [key, renameInRule(part, { ...scope, table })],
    ),
  )
}

/** Columns compared with each other: `{_ceq: column}`, `{_ceq: ["$", column]}`. */
function renameInComparison(value: Json, { table, root, changes }: RenameScope): Json {
  if (!isJsonObject(value)) return value
  const renameOperand = (operand: Json): Json => {
    if (Array.isArray(operand) && operand[0] === '$')
      return ['$', ...renameColumns(operand.slice(1), root, changes)]
    return Array.isArray(operand)
      ? renameColumns(operand, table, changes)
      : renameName(operand, table, changes)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, operand]) =>
      /^_c(?:n?eq?|ne|[gl]te?)$/.test(operatorKey(key)) ? [key, renameOperand(operand)] : [key, operand],
    ),
  )
}

function renameName(name: Json, table: TableModel, changes: SchemaChanges): Json {
  return typeof name === 'string' ? changes.column(table, name) : name
}

/** `{count: {arguments: [column], predicate: …, filter: rule}}` */
function renameInAggregate(value: Json, scope: RenameScope): Json {
  if (!isJsonObject(value)) return value
  const renamePart = ([key, part]: [string, Json]): [string, Json] => {
    if (key === 'filter') return [key, renameInRule(part, scope)]
    return key === 'arguments' ? [key, renameArguments(part, scope)] : [key, part]
  }
  return Object.fromEntries(
    Object.entries(value).map(([fn, parts]) => [
      fn,
      isJsonObject(parts) ? Object.fromEntries(Object.entries(parts).map(renamePart)) : parts,
    ]),
  )
}

function renameArguments(value: Json, { table, changes }: RenameScope): Json {
  if (Array.isArray(value)) return renameColumns(value, table, changes)
  if (!isJsonObject(value)) return renameName(value, table, changes)
  const pair: JsonObject = {}
  for (const [key, name] of Object.entries(value)) pair[key] = renameName(name, table, changes)
  return pair
}

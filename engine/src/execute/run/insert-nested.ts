import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../json/json.js'
import { parseJson } from '../../json/parse-json.js'
import type { InsertObject, InsertRelated, InsertRows } from '../../model/changes.js'
import type { ColumnModel, Relationship, TableModel } from '../../model/model.js'
import { statementForRows } from '../../sql/changed-rows.js'
import { compileInsert } from '../../sql/compile-insert.js'
import type { MutationTransaction } from './mutation-transaction.js'
import { refuseDetermined } from './refuse-determined.js'
import { runMutationStatement } from './run-statement.js'

/** Rows for one table, some of which bring rows of other tables with them. */
interface NestedInsert extends InsertRows {
  table: TableModel
}

/** One of the rows: what it is part of, and what the row around it decides. */
interface NestedRow {
  insert: NestedInsert
  object: InsertObject
  determined: Determined
  path: string
}

type Determined = ReadonlyMap<ColumnModel, Json>

interface InsertedRows {
  /** On all levels. */
  affectedRows: number
  /** The rows of the outermost table, as JSON text. */
  rows: string[]
}

/**
 * Inserts rows with the rows nested in them, one statement a row, since each needs the keys of another:
 * object relationships come before their row, array relationships after it.
 *
 * @param determined columns that the row around these rows decides
 */
export async function insertNested(
  tx: MutationTransaction,
  insert: NestedInsert,
  determined: Determined,
  path: string,
): Promise<InsertedRows> {
  const results: InsertedRows[] = []
  for (const [index, object] of insert.objects.entries()) {
    results.push(await insertObject(tx, { insert, object, determined, path: `${path}[${index}]` }))
  }
  return {
    affectedRows: results.reduce((sum, { affectedRows }) => sum + affectedRows, 0),
    rows: results.flatMap(({ rows }) => rows),
  }
}

async function insertObject(tx: MutationTransaction, row: NestedRow): Promise<InsertedRows> {
  const { insert, object, determined, path } = row
  const before = object.related.filter(({ relationship }) => comesBefore(relationship))
  const after = object.related.filter(({ relationship }) => !comesBefore(relationship))
  refuseDetermined(object, before, determined, path)
  const values = new Map([...object.values, ...determined])
  let affectedRows = 0
  for (const related of before) {
    const inserted = await insertBefore(tx, related, `${path}.${related.relationship.name}`)
    affectedRows += inserted.affectedRows
    for (const [column, value] of inserted.keys) values.set(column, value)
  }
  const rows = await insertRows(tx, insert, [values], path)
  affectedRows += rows.length
  for (const related of after) affectedRows += await insertAfter(tx, related, rows[0], row)
  return { affectedRows, rows: rows.map(stringifyJson) }
}

async function insertRows(
  tx: MutationTransaction,
  { table, permission, onConflict }: NestedInsert,
  rows: readonly Determined[],
  path: string,
): Promise<JsonObject[]> {
  const change = compileInsert(tx.newContext(), { table, permission, rows, onConflict })
  return toRows(await runMutationStatement(tx.database, statementForRows(table, change), path))
}

/** An object relationship whose key is on this side must be there before the row that points at it. */
function comesBefore({ kind, insertBefore: isBefore }: Relationship): boolean {
  return kind === 'object' && isBefore
}

async function insertBefore(
  tx: MutationTransaction,
  related: InsertRelated,
  path: string,
): Promise<{ affectedRows: number; keys: [ColumnModel, Json][] }> {
  const { relationship, objects } = related
  const { target, name } = relationship
  const [object] = objects
  if (!object) return { affectedRows: 0, keys: [] }
  const insert = { ...related, table: target }
  const nested = { insert, object, determined: new Map(), path: `${path}.data` }
  const inserted = await insertObject(tx, nested)
  const [row] = inserted.rows.map(parseRow)
  if (!row) {
    throw new HasuraError(
      'not-supported',
      `cannot proceed to insert object relation "${name}" since insert to table "${target.name}" affects zero rows`,
      { path },
    )
  }
  return {
    affectedRows: inserted.affectedRows,
    keys: relationship.mapping.map(({ from, to }) => [from, row[to.name] ?? null]),
  }
}

async function insertAfter(
  tx: MutationTransaction,
  related: InsertRelated,
  inserted: JsonObject | undefined,
  { insert: { table }, path }: NestedRow,
): Promise<number> {
  const { mapping, name, target } = related.relationship
  if (!inserted) {
    throw new HasuraError(
      'not-supported',
      `cannot proceed to insert array relations since insert to table "${table.name}" affects zero rows`,
      { path },
    )
  }
  const keys = new Map(mapping.map(({ from, to }) => [to, inserted[from.name] ?? null]))
  return insertRelated(tx, { ...related, table: target }, keys, `${path}.${name}.data`)
}

/** Rows behind a relationship go in together when nothing is nested in them. */
async function insertRelated(
  tx: MutationTransaction,
  insert: NestedInsert,
  keys: Determined,
  path: string,
): Promise<number> {
  if (insert.objects.some(({ related }) => related.length > 0)) {
    return (await insertNested(tx, insert, keys, path)).affectedRows
  }
  const rows = insert.objects.map((object, index) => {
    refuseDetermined(object, [], keys, `${path}[${index}]`)
    return new Map([...object.values, ...keys])
  })
  return (await insertRows(tx, insert, rows, path)).length
}

function toRows(json: string): JsonObject[] {
  const rows = parseJson(json)
  return Array.isArray(rows) ? rows.filter(isJsonObject) : []
}

function parseRow(json: string): JsonObject {
  const row = parseJson(json)
  return isJsonObject(row) ? row : {}
}

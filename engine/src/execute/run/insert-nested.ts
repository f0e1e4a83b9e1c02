import type { Queryable } from '../../database/database.js'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../json/json.js'
import { parseJson } from '../../json/parse-json.js'
import type { ColumnModel, Relationship, TableModel } from '../../model/model.js'
import type { TablePermissions } from '../../model/permission.js'
import { statementForRows } from '../../sql/changed-rows.js'
import { compileInsert } from '../../sql/compile-insert.js'
import type { OnConflict } from '../../sql/compile-on-conflict.js'
import type { SqlContext } from '../../sql/sql-context.js'
import type { InsertObject, InsertRelated } from './read-insert-object.js'
import { refuseDetermined } from './refuse-determined.js'
import { runMutationStatement } from './run-statement.js'

/** Rows for one table, some of which bring rows of other tables with them. */
export interface NestedInsert {
  table: TableModel
  permissions: TablePermissions
  objects: readonly InsertObject[]
  onConflict: OnConflict | null
}

export interface InsertedRows {
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
  tx: Queryable,
  newContext: () => SqlContext,
  insert: NestedInsert,
  determined: ReadonlyMap<ColumnModel, Json>,
  path: string,
): Promise<InsertedRows> {
  const results: InsertedRows[] = []
  for (const [index, object] of insert.objects.entries()) {
    results.push(await insertObject(tx, newContext, insert, object, determined, `${path}[${index}]`))
  }
  return {
    affectedRows: results.reduce((sum, { affectedRows }) => sum + affectedRows, 0),
    rows: results.flatMap(({ rows }) => rows),
  }
}

async function insertObject(
  tx: Queryable,
  newContext: () => SqlContext,
  insert: NestedInsert,
  object: InsertObject,
  determined: ReadonlyMap<ColumnModel, Json>,
  path: string,
): Promise<InsertedRows> {
  const { table, permissions, onConflict } = insert
  const before = object.related.filter(({ relationship }) => comesBefore(relationship))
  const after = object.related.filter(({ relationship }) => !comesBefore(relationship))
  refuseDetermined(object, before, determined, path)
  const values = new Map([...object.values, ...determined])
  let affectedRows = 0
  for (const related of before) {
    const inserted = await insertBefore(tx, newContext, related, `${path}.${related.relationship.name}`)
    affectedRows += inserted.affectedRows
    for (const [column, value] of inserted.keys) values.set(column, value)
  }
  const change = compileInsert(newContext(), { table, permissions, rows: [values], onConflict })
  const rows = toRows(await runMutationStatement(tx, statementForRows(table, change), path))
  affectedRows += rows.length
  for (const related of after) {
    affectedRows += await insertAfter(tx, newContext, related, table, rows[0], path)
  }
  return { affectedRows, rows: rows.map(stringifyJson) }
}

/** An object relationship whose key is on this side must be there before the row that points at it. */
function comesBefore({ kind, insertBefore: isBefore }: Relationship): boolean {
  return kind === 'object' && isBefore
}

async function insertBefore(
  tx: Queryable,
  newContext: () => SqlContext,
  related: InsertRelated,
  path: string,
): Promise<{ affectedRows: number; keys: [ColumnModel, Json][] }> {
  const { relationship, permissions, objects, onConflict } = related
  const { target, name } = relationship
  const [object] = objects
  if (!object) return { affectedRows: 0, keys: [] }
  const insert = { table: target, permissions, objects, onConflict }
  const inserted = await insertObject(tx, newContext, insert, object, new Map(), `${path}.data`)
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
  tx: Queryable,
  newContext: () => SqlContext,
  related: InsertRelated,
  table: TableModel,
  row: JsonObject | undefined,
  path: string,
): Promise<number> {
  const { relationship, permissions, objects, onConflict } = related
  if (!row) {
    throw new HasuraError(
      'not-supported',
      `cannot proceed to insert array relations since insert to table "${table.name}" affects zero rows`,
      { path },
    )
  }
  const keys = new Map(relationship.mapping.map(({ from, to }) => [to, row[from.name] ?? null]))
  const insert = { table: relationship.target, permissions, objects, onConflict }
  const inserted = await insertRelated(tx, newContext, insert, keys, `${path}.${relationship.name}.data`)
  return inserted
}

/** Rows behind a relationship go in together when nothing is nested in them. */
async function insertRelated(
  tx: Queryable,
  newContext: () => SqlContext,
  insert: NestedInsert,
  keys: ReadonlyMap<ColumnModel, Json>,
  path: string,
): Promise<number> {
  if (insert.objects.some(({ related }) => related.length > 0)) {
    return (await insertNested(tx, newContext, insert, keys, path)).affectedRows
  }
  const rows = insert.objects.map((object, index) => {
    refuseDetermined(object, [], keys, `${path}[${index}]`)
    return new Map([...object.values, ...keys])
  })
  const { table, permissions, onConflict } = insert
  const change = compileInsert(newContext(), { table, permissions, rows, onConflict })
  return toRows(await runMutationStatement(tx, statementForRows(table, change), path)).length
}

function toRows(json: string): JsonObject[] {
  const rows = parseJson(json)
  return Array.isArray(rows) ? rows.filter(isJsonObject) : []
}

function parseRow(json: string): JsonObject {
  const row = parseJson(json)
  return isJsonObject(row) ? row : {}
}

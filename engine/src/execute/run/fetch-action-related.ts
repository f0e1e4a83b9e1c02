import sql, { join, raw } from 'sql-template-tag'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../json/json.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { compileList, compileOne } from '../../sql/compile-selection.js'
import { columnOf, qualified } from '../../sql/identifier.js'
import type { RunContext } from './run-context.js'
import { runQueryStatement } from './run-statement.js'

/** For each selected relationship, the JSON text that belongs to each object of the action's answer. */
export type RelatedValues = ReadonlyMap<SelectedField, ReadonlyMap<JsonObject, string>>

/**
 * Fetches what an action's answer is related to: one statement for each relationship that was asked for,
 * however many objects the answer has.
 */
export async function fetchActionRelated(
  run: RunContext,
  selection: readonly SelectedField[],
  value: Json,
): Promise<RelatedValues> {
  const related = new Map<SelectedField, ReadonlyMap<JsonObject, string>>()
  const objects = objectsIn(value)
  if (objects.length === 0) return related
  for (const field of selection) {
    if (field.plan.kind === 'actionRelated') {
      related.set(field, await fetchOne(run, field, objects))
    } else if (field.selection.length > 0) {
      const inner = objects.map((object) => object[field.name] ?? null)
      for (const entry of await fetchActionRelated(run, field.selection, inner)) related.set(...entry)
    }
  }
  return related
}

async function fetchOne(
  run: RunContext,
  field: SelectedField,
  objects: readonly JsonObject[],
): Promise<ReadonlyMap<JsonObject, string>> {
  if (field.plan.kind !== 'actionRelated') throw new TypeError('not a relationship of an action')
  const { relationship, permission } = field.plan
  const { target, mapping, kind } = relationship
  const context = run.newContext()
  const link = (row: string) =>
    join(
      mapping.map(
        ({ field: name, to }) =>
          sql`${columnOf(row, to.name)} = (_keys.value ->> ${name})::${raw(to.type.sql)}`,
      ),
      ' and ',
    )
  const source = { from: qualified(target), table: target, permission, link }
  const one = kind === 'array' ? compileList(context, source, field) : compileOne(context, source, field)
  const keys = objects.map((object) =>
    Object.fromEntries(mapping.map(({ field: name }) => [name, object[name] ?? null])),
  )
  const statement = sql`select json_agg((${one})::text order by _keys.position)::text as root from json_array_elements((${stringifyJson(keys)})::json) with ordinality as _keys(value, position)`
  const texts: unknown = JSON.parse(await runQueryStatement(run.database, statement, '$'))
  return new Map(objects.map((object, index) => [object, textAt(texts, index)]))
}

function textAt(texts: unknown, index: number): string {
  const text: unknown = Array.isArray(texts) ? texts[index] : null
  return typeof text === 'string' ? text : 'null'
}

function objectsIn(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  return isJsonObject(value) ? [value] : []
}

import sql, { join, raw } from 'sql-template-tag'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../json/json.js'
import type { ActionFieldPlan, ActionRelatedPlan } from '../../schema/field-plans.js'
import { plansOf, type Selection } from '../../schema/output/selection.js'
import { compileList, compileOne } from '../../sql/compile-selection.js'
import { columnOf, qualified } from '../../sql/identifier.js'
import type { RunContext } from './run-context.js'
import { runQueryStatement } from './run-statement.js'

/** For each selected relationship, the JSON text that belongs to each object of the action's answer. */
export type RelatedValues = ReadonlyMap<ActionRelatedPlan, ReadonlyMap<JsonObject, string>>

/**
 * Fetches what an action's answer is related to: one statement for each relationship that was asked for,
 * however many objects the answer has.
 */
export async function fetchActionRelated(
  run: RunContext,
  selection: Selection<ActionFieldPlan>,
  value: Json,
): Promise<RelatedValues> {
  const related = new Map<ActionRelatedPlan, ReadonlyMap<JsonObject, string>>()
  const objects = objectsIn(value)
  if (objects.length === 0) return related
  for (const plan of plansOf(selection)) {
    if (plan.kind !== 'value') {
      related.set(plan, await fetchOne(run, plan, objects))
    } else if (plan.selection.length > 0) {
      const inner = objects.map((object) => object[plan.name] ?? null)
      for (const entry of await fetchActionRelated(run, plan.selection, inner)) related.set(...entry)
    }
  }
  return related
}

async function fetchOne(
  run: RunContext,
  plan: ActionRelatedPlan,
  objects: readonly JsonObject[],
): Promise<ReadonlyMap<JsonObject, string>> {
  const { target, mapping } = plan.relationship
  const context = run.newContext()
  const link = (row: string) =>
    join(
      mapping.map(
        ({ field: name, to }) =>
          sql`${columnOf(row, to.name)} = (_keys.value ->> ${name})::${raw(to.type.sql)}`,
      ),
      ' and ',
    )
  const source = { from: qualified(target), table: target, permission: plan.permission, link }
  const one =
    plan.kind === 'related' ? compileList(context, source, plan) : compileOne(context, source, plan.selection)
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

import { callAction } from '../../actions/call-action.js'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../json/json.js'
import type { ActionFieldPlan } from '../../schema/field-plans.js'
import type { Selection } from '../../schema/output/selection.js'
import type { ActionPlan } from '../../schema/plans.js'
import { fetchActionRelated, type RelatedValues } from './fetch-action-related.js'
import type { RunContext } from './run-context.js'

interface ActionResult {
  json: string
  setCookies: string[]
}

/** Calls the webhook of an action and picks from its answer what the client asked for. */
export async function runAction(
  run: RunContext,
  { action, input, selection }: Extract<ActionPlan, { kind: 'action' }>,
): Promise<ActionResult> {
  const { session, requestQuery, clientHeaders } = run
  const { value, setCookies } = await callAction(
    action,
    { input, session, requestQuery, clientHeaders },
    { ...run.actions, customTypes: run.generation.model.customTypes },
  )
  const related = await fetchActionRelated(run, selection, value)
  return { json: shape(value, selection, related), setCookies }
}

/** The JSON text of a value as far as it was asked for; relationships come as Postgres wrote them. */
export function shape(value: Json, selection: Selection<ActionFieldPlan>, related: RelatedValues): string {
  if (value === null || selection.length === 0) return stringifyJson(value)
  if (Array.isArray(value)) return `[${value.map((item) => shape(item, selection, related)).join(',')}]`
  if (!isJsonObject(value)) return stringifyJson(value)
  const entries = selection.map((field) => {
    const json = 'plan' in field ? shapeField(value, field.plan, related) : JSON.stringify(field.typeName)
    return `${JSON.stringify(field.key)}:${json}`
  })
  return `{${entries.join(',')}}`
}

function shapeField(value: JsonObject, plan: ActionFieldPlan, related: RelatedValues): string {
  if (plan.kind !== 'value') return related.get(plan)?.get(value) ?? 'null'
  return shape(value[plan.name] ?? null, plan.selection, related)
}

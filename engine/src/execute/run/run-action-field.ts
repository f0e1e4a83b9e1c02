import { callAction } from '../../actions/call-action.js'
import { isJsonObject, type Json, stringifyJson } from '../../json/json.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { fetchActionRelated, type RelatedValues } from './fetch-action-related.js'
import type { RunContext } from './run-context.js'

export interface ActionResult {
  json: string
  setCookies: string[]
}

/** Calls the webhook of an action and picks from its answer what the client asked for. */
export async function runActionField(run: RunContext, field: SelectedField): Promise<ActionResult> {
  if (field.plan.kind !== 'action') throw new TypeError('not an action')
  const { value, setCookies } = await callAction(
    field.plan.action,
    {
      input: field.args,
      session: run.session,
      requestQuery: run.requestQuery,
      clientHeaders: run.clientHeaders,
    },
    { ...run.actions, customTypes: run.generation.model.customTypes },
  )
  const related = await fetchActionRelated(run, field.selection, value)
  return { json: shape(value, field.selection, related), setCookies }
}

/** The JSON text of a value as far as it was asked for; relationships come as Postgres wrote them. */
export function shape(value: Json, selection: readonly SelectedField[], related: RelatedValues): string {
  if (value === null || selection.length === 0) return stringifyJson(value)
  if (Array.isArray(value)) return `[${value.map((item) => shape(item, selection, related)).join(',')}]`
  if (!isJsonObject(value)) return stringifyJson(value)
  const entries = selection.map((field) => {
    const { plan } = field
    if (plan.kind === 'typename') return [field.key, JSON.stringify(plan.typeName)] as const
    if (plan.kind === 'actionRelated') return [field.key, related.get(field)?.get(value) ?? 'null'] as const
    return [field.key, shape(value[field.name] ?? null, field.selection, related)] as const
  })
  return `{${entries.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`
}

import sql from 'sql-template-tag'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../../json/json.js'
import { parseJson } from '../../json/parse-json.js'
import type { ActionResultPart } from '../../schema/field-plans.js'
import type { ActionPlan, ActionResultPlan } from '../../schema/plans.js'
import { showsInternal } from '../error-reply.js'
import { fetchActionRelated } from './fetch-action-related.js'
import { shape } from './run-action.js'
import type { RunContext } from './run-context.js'
import { runQueryStatement } from './run-statement.js'

/** Takes down the call of an asynchronous action for the worker; gives the id to ask for its answer. */
export async function enqueueAction(
  run: RunContext,
  { action, input }: Extract<ActionPlan, { kind: 'enqueueAction' }>,
): Promise<string> {
  // Session headers are never forwarded to a webhook, and the admin secret is one of them.
  const headers = Object.fromEntries([...run.clientHeaders].filter(([name]) => !name.startsWith('x-hasura-')))
  const statement = sql`insert into hdb_catalog.hdb_action_log (action_name, input_payload, request_headers, session_variables, status)
    values (${action.name}, (${stringifyJson(input)})::jsonb, (${stringifyJson(headers)})::jsonb, (${stringifyJson(run.session.variables)})::jsonb, 'created')
    returning to_json(id)::text as root`
  return runQueryStatement(run.database, statement, '$')
}

/**
 * The answer of an asynchronous action, as far as there is one.
 *
 * Where the answer leads to tables, it belongs to the session that asked: other sessions of the role get null.
 */
export async function runAsyncActionResult(
  run: RunContext,
  { action, id, selection }: ActionResultPlan,
): Promise<string> {
  const statement = sql`select json_build_object('id', id, 'created_at', created_at, 'errors', errors, 'output', response_payload, 'session', session_variables)::text as root
    from hdb_catalog.hdb_action_log where id = (${id})::uuid and action_name = ${action.name}`
  const row = parseJson(await runQueryStatement(run.database, statement, '$'))
  if (!isJsonObject(row)) return 'null'
  if (leadsToTables(run, action.definition.output_type) && !isOwnSession(run, row)) return 'null'
  const entries = await Promise.all(
    selection.map(async (field) => {
      const json = 'plan' in field ? await answerPart(run, field.plan, row) : JSON.stringify(field.typeName)
      return `${JSON.stringify(field.key)}:${json}`
    }),
  )
  return `{${entries.join(',')}}`
}

async function answerPart(run: RunContext, plan: ActionResultPart, row: JsonObject): Promise<string> {
  if (plan.kind === 'meta') return stringifyJson(forReader(run, row[plan.column] ?? null))
  const output = row['output'] ?? null
  return shape(output, plan.selection, await fetchActionRelated(run, plan.selection, output))
}

/** `internal` of an error is not for all. */
function forReader(run: RunContext, value: Json): Json {
  if (!isJsonObject(value) || showsInternal(run.session, run.internalErrors)) return value
  const { internal: _, ...visible } = value
  return visible
}

function leadsToTables({ generation }: RunContext, outputType: string): boolean {
  const name = outputType.replace(/[[\]!]/g, '')
  return (generation.model.outputRelationships.get(name) ?? []).length > 0
}

function isOwnSession({ session }: RunContext, row: JsonObject): boolean {
  const stored = row['session'] ?? null
  if (session.isAdmin) return true
  if (!isJsonObject(stored)) return false
  const own = Object.entries(session.variables)
  return own.length === Object.keys(stored).length && own.every(([name, value]) => stored[name] === value)
}

import { z } from 'zod'
import { makeSession } from '../../auth/make-session.js'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json } from '../../json/json.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { compileQuery } from '../../sql/compile-query.js'
import { mapPostgresError } from '../map-postgres-error.js'
import { prepareRequest } from '../prepare-request.js'
import { type ExecuteDeps, makeRunContext, type RunContext } from '../run/run-context.js'

const body = z.object({ query: z.unknown(), user: z.record(z.string(), z.string()).nullish() })

/** Root fields that one statement answers. */
const STATEMENTS: ReadonlySet<SelectedField['plan']['kind']> = new Set([
  'select',
  'selectByPk',
  'selectAggregate',
  'function',
  'functionAggregate',
])

/**
 * What Postgres would do for a query: `{query, user}`, where `user` holds session variables.
 *
 * @throws HasuraError for what is no query, in the words of a request that is run
 */
export async function explainRequest(json: Json, deps: Omit<ExecuteDeps, 'clientHeaders'>): Promise<Json> {
  const parsed = body.safeParse(json)
  if (!parsed.success || !isJsonObject(json)) throw new HasuraError('parse-failed', 'key "query" not found')
  const variables = Object.entries(parsed.data.user ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  const session = makeSession({ variables: Object.fromEntries(variables), trusted: true })
  const request = prepareRequest(json['query'], session, deps.generation)
  if (request.kind === 'mutation') throw new HasuraError('invalid-params', 'only queries can be explained')
  const run = makeRunContext({ ...deps, clientHeaders: new Headers() }, session, request.query)
  const plans: Json[] = []
  for (const field of request.fields) plans.push({ field: field.key, ...(await explainField(run, field)) })
  if (request.kind === 'query') return plans
  const [{ sql, plan } = { sql: null, plan: null }] = plans.filter(isJsonObject)
  return { sql: sql ?? null, plan: plan ?? null, variables: request.variables }
}

async function explainField(run: RunContext, field: SelectedField): Promise<{ sql: Json; plan: Json }> {
  if (!STATEMENTS.has(field.plan.kind)) return { sql: null, plan: null }
  const { text, values } = compileQuery(run.newContext(), field)
  try {
    const { rows } = await run.database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (FORMAT TEXT) ${text}`,
      values,
    )
    return { sql: text, plan: rows.map((row) => row['QUERY PLAN']) }
  } catch (error) {
    throw mapPostgresError(error, '$')
  }
}

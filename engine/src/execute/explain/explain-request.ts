import { z } from 'zod'
import { makeSession } from '../../auth/make-session.js'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json } from '../../json/json.js'
import type { Selected, SelectedField } from '../../schema/output/selection.js'
import type { QueryPlan, RootPlan } from '../../schema/plans.js'
import { compileQuery } from '../../sql/compile-query.js'
import { mapPostgresError } from '../map-postgres-error.js'
import { prepareRequest } from '../prepare-request.js'
import { type ExecuteDeps, makeRunContext, type RunContext } from '../run/run-context.js'

const body = z.object({ query: z.unknown(), user: z.record(z.string(), z.string()).nullish() })

/** Root fields that one statement answers. */
const STATEMENTS: ReadonlySet<RootPlan['kind']> = new Set<QueryPlan['kind']>([
  'select',
  'selectOne',
  'selectAggregate',
  'function',
  'functionAggregate',
])

const NOTHING: Explained = { sql: null, plan: null }

interface Explained {
  sql: string | null
  plan: string[] | null
}

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
  const { query, variables: values } = request
  if (request.kind === 'stream') return { ...NOTHING, variables: values }
  const run = makeRunContext({ ...deps, clientHeaders: new Headers() }, session, query)
  const plans: ({ field: string } & Explained)[] = []
  for (const field of request.fields) plans.push({ field: field.key, ...(await explainField(run, field)) })
  if (request.kind === 'query') return plans.map((explained) => ({ ...explained }))
  const [{ sql, plan } = NOTHING] = plans
  return { sql, plan, variables: values }
}

async function explainField(run: RunContext, field: Selected<RootPlan>): Promise<Explained> {
  if (!isStatement(field)) return NOTHING
  const { text, values } = compileQuery(run.newContext(), field.plan)
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

function isStatement(field: Selected<RootPlan>): field is SelectedField<QueryPlan> {
  return 'plan' in field && STATEMENTS.has(field.plan.kind)
}

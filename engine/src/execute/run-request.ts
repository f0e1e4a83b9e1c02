import type { Queryable } from '../database/database.js'
import { sessionSettings } from '../events/session-settings.js'
import { NO_QUERIES } from '../schema/build-role-schema.js'
import { plansOf, type Selected, type SelectedField } from '../schema/output/selection.js'
import type { MutationPlan, RootPlan } from '../schema/plans.js'
import { compileQuery } from '../sql/compile-query.js'
import { newTrace } from '../webhook/headers.js'
import type { CompiledRequest } from './compiled/compile-request.js'
import { findLimit } from './limits/find-limit.js'
import type { AnsweredRequest } from './prepare-request.js'
import { enqueueAction, runAsyncActionResult } from './run/async-action.js'
import type { MutationTransaction } from './run/mutation-transaction.js'
import { runAction } from './run/run-action.js'
import type { RunContext } from './run/run-context.js'
import { runIntrospection } from './run/run-introspection.js'
import { runMutation } from './run/run-mutation.js'
import { runMutationStatement, runQueryStatement } from './run/run-statement.js'
import { validateMutation } from './run/validate-mutation.js'

export interface RequestResult {
  /** The answer's `data`, as JSON text. */
  data: string
  setCookies: string[]
}

/** Runs a prepared request: queries field by field, table mutations together in one transaction. */
export async function runRequest(run: RunContext, request: AnsweredRequest): Promise<RequestResult> {
  return inTime(run, (limited) => runUnlimited(limited, request))
}

/** Runs the statements of a request. */
export async function runCompiled(
  run: RunContext,
  { kind, fields }: CompiledRequest,
): Promise<RequestResult> {
  const isMutation = kind === 'mutation'
  const runStatement = isMutation ? runMutationStatement : runQueryStatement
  const runAll = ({ database }: { database: Queryable }) =>
    inOrder(fields, async (field) =>
      'typeName' in field
        ? JSON.stringify(field.typeName)
        : runStatement(database, field.statement, field.path),
    )
  return inTime(run, async (limited) => {
    const answers = isMutation ? await inMutationTransaction(limited, runAll) : await runAll(limited)
    return { data: answerOf(fields, answers), setCookies: [] }
  })
}

async function inTime<Result>(run: RunContext, work: (run: RunContext) => Promise<Result>): Promise<Result> {
  const { limiter, generation, session, database } = run
  const seconds = findLimit(generation.metadata.api_limits, 'time_limit', session)
  if (!limiter) return work(run)
  return limiter.inTime(seconds, database, (limited) => work({ ...run, database: limited }))
}

function answerOf(fields: readonly { key: string }[], answers: readonly string[]): string {
  return `{${fields.map(({ key }, index) => `${JSON.stringify(key)}:${answers[index]}`).join(',')}}`
}

async function runUnlimited(run: RunContext, request: AnsweredRequest): Promise<RequestResult> {
  const { fields } = request
  if (request.kind === 'mutation') await validateMutation(run, plansOf(fields))
  const setCookies: string[] = []
  const isOneTransaction = request.kind === 'mutation' && fields.every(isTableMutation)
  const answers = isOneTransaction
    ? await inMutationTransaction(run, (tx) => inOrder(fields, ({ plan }) => runMutation(tx, plan)))
    : await inOrder(fields, (field) => runField(run, request, field, setCookies))
  return { data: answerOf(fields, answers), setCookies }
}

async function inOrder<Field>(
  fields: readonly Field[],
  runOne: (field: Field) => Promise<string>,
): Promise<string[]> {
  const answers: string[] = []
  for (const field of fields) answers.push(await runOne(field))
  return answers
}

async function runField(
  run: RunContext,
  request: AnsweredRequest,
  field: Selected<RootPlan>,
  setCookies: string[],
): Promise<string> {
  if ('typeName' in field) return JSON.stringify(field.typeName)
  const { plan } = field
  switch (plan.kind) {
    case 'introspection':
      return runIntrospection(request.schema.sorted(), plan, run.session.isAdmin)
    case 'nothing':
      return JSON.stringify(NO_QUERIES)
    case 'actionResult':
      return runAsyncActionResult(run, plan)
    case 'enqueueAction':
      return enqueueAction(run, plan)
    case 'action': {
      const { json, setCookies: cookies } = await runAction(run, plan)
      if (request.kind === 'mutation') setCookies.push(...cookies)
      return json
    }
    case 'insert':
    case 'update':
    case 'updateMany':
    case 'delete':
    case 'changingFunction':
      return inMutationTransaction(run, (tx) => runMutation(tx, plan))
    default:
      return runQueryStatement(run.database, compileQuery(run.newContext(), plan), '$')
  }
}

function isTableMutation(field: Selected<RootPlan>): field is SelectedField<MutationPlan> {
  return 'plan' in field && MUTATIONS.has(field.plan.kind)
}

const MUTATIONS: ReadonlySet<RootPlan['kind']> = new Set<MutationPlan['kind']>([
  'insert',
  'update',
  'updateMany',
  'delete',
  'changingFunction',
])

/** A transaction that event triggers can take the session variables and the client's trace from. */
async function inMutationTransaction<Result>(
  run: RunContext,
  work: (tx: MutationTransaction) => Promise<Result>,
): Promise<Result> {
  const { newContext } = run
  const trace = newTrace(run.clientHeaders.get('x-b3-traceid'))
  const settings = sessionSettings(run.session.variables, trace)
  return run.database.transaction((database) => work({ database, newContext }), settings)
}

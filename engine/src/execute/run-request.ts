import type { Queryable } from '../database/database.js'
import { setSession } from '../events/set-session.js'
import { NO_QUERIES } from '../schema/build-role-schema.js'
import { isAsynchronous } from '../schema/roots/action-fields.js'
import type { SelectedField } from '../schema/selected-field.js'
import { compileQuery } from '../sql/compile-query.js'
import { newTrace } from '../webhook/headers.js'
import type { PreparedRequest } from './prepare-request.js'
import { enqueueAction, runAsyncActionResult } from './run/async-action.js'
import { runActionField } from './run/run-action-field.js'
import type { RunContext } from './run/run-context.js'
import { runIntrospection } from './run/run-introspection.js'
import { runMutationField } from './run/run-mutation-field.js'
import { runQueryStatement } from './run/run-statement.js'
import { validateMutation } from './run/validate-mutation.js'

export interface RequestResult {
  /** The answer's `data`, as JSON text. */
  data: string
  setCookies: string[]
}

/** Runs a prepared request: queries field by field, table mutations together in one transaction. */
export async function runRequest(run: RunContext, request: PreparedRequest): Promise<RequestResult> {
  if (request.kind === 'mutation') await validateMutation(run, request.fields)
  const setCookies: string[] = []
  const isOneTransaction = request.kind === 'mutation' && request.fields.every(isTableMutation)
  const answers = isOneTransaction
    ? await inMutationTransaction(run, (tx) =>
        inOrder(request.fields, (field) => runMutationField(tx, run.newContext, field)),
      )
    : await inOrder(request.fields, (field) => runField(run, request, field, setCookies))
  const entries = request.fields.map(({ key }, index) => `${JSON.stringify(key)}:${answers[index]}`)
  return { data: `{${entries.join(',')}}`, setCookies }
}

async function inOrder(
  fields: readonly SelectedField[],
  runOne: (field: SelectedField) => Promise<string>,
): Promise<string[]> {
  const answers: string[] = []
  for (const field of fields) answers.push(await runOne(field))
  return answers
}

async function runField(
  run: RunContext,
  request: PreparedRequest,
  field: SelectedField,
  setCookies: string[],
): Promise<string> {
  const { plan } = field
  if (plan.kind === 'typename') return JSON.stringify(plan.typeName)
  if (plan.kind === 'introspection')
    return runIntrospection(request.schema, plan, request.operation, request.document, request.variables)
  if (plan.kind === 'nothing') return JSON.stringify(NO_QUERIES)
  if (plan.kind === 'asyncActionResult') return runAsyncActionResult(run, field)
  if (plan.kind === 'action' && isAsynchronous(plan.action)) return enqueueAction(run, field)
  if (plan.kind === 'action') {
    const { json, setCookies: cookies } = await runActionField(run, field)
    if (request.kind === 'mutation') setCookies.push(...cookies)
    return json
  }
  if (isTableMutation(field) && request.kind === 'mutation') {
    return inMutationTransaction(run, (tx) => runMutationField(tx, run.newContext, field))
  }
  return runQueryStatement(run.database, compileQuery(run.newContext(), field), '$')
}

function isTableMutation({ plan }: SelectedField): boolean {
  return plan.kind !== 'typename' && plan.kind !== 'action'
}

/** A transaction that event triggers can take the session variables and the client's trace from. */
async function inMutationTransaction<Result>(
  run: RunContext,
  work: (tx: Queryable) => Promise<Result>,
): Promise<Result> {
  return run.database.transaction(async (tx) => {
    await setSession(tx, run.session.variables, newTrace(run.clientHeaders.get('x-b3-traceid')))
    return work(tx)
  })
}

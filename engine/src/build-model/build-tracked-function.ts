import type { FunctionMetadata } from '../metadata/schemas/function.js'
import type { TrackedFunction } from '../model/model.js'
import { isGraphqlName } from '../model/scalar-names.js'
import { nameKey, showName } from '../pg-catalogue/catalogue.js'
import type { BuildContext } from './build-context.js'
import { argumentProblems, buildFunctionCall, findFunction } from './build-function-call.js'
import { refuseFor } from './refuse-for.js'

/** @throws Error when the function cannot be a root field */
export function buildTrackedFunction(
  metadata: FunctionMetadata,
  { tables, catalogue, naming }: Pick<BuildContext, 'tables' | 'catalogue' | 'naming'>,
): TrackedFunction {
  const { configuration } = metadata
  const fn = findFunction(metadata.function, catalogue)
  const exposedAs = configuration?.exposed_as ?? (fn.isVolatile ? 'mutation' : 'query')
  const problems = argumentProblems(fn, configuration?.session_argument)
  if (!fn.returns.table) problems.unshift('the function does not return a "COMPOSITE" type')
  if (exposedAs === 'mutation' && !fn.isVolatile) {
    problems.push(
      'the function was requested to be exposed as a mutation, but is not marked VOLATILE. Maybe the function was given the wrong volatility when it was defined?',
    )
  }
  refuseFor(`the function "${showName(fn)}" cannot be tracked`, problems)
  const table = fn.returns.table && tables.get(nameKey(fn.returns.table))
  if (!table) throw new Error(`the function's return type "${fn.returns.sql}" is not tracked`)
  const standard = fn.schema === 'public' ? fn.name : `${fn.schema}_${fn.name}`
  const custom = configuration?.custom_name
  const base = custom ?? standard
  if (!isGraphqlName(base)) throw new Error(`"${base}" is not a valid GraphQL name`)
  const aggregate = custom ? `${custom}_aggregate` : naming.field(`${standard}_aggregate`)
  return {
    schema: fn.schema,
    name: fn.name,
    call: buildFunctionCall(fn, { sessionArgument: configuration?.session_argument }),
    table,
    isMutation: exposedAs === 'mutation',
    returnsSet: fn.returns.isSet,
    names: {
      select: configuration?.custom_root_fields?.function ?? custom ?? naming.field(standard),
      aggregate: configuration?.custom_root_fields?.function_aggregate ?? aggregate,
    },
    argumentsType: naming.field(`${base}_args`),
    roles: new Set((metadata.permissions ?? []).map(({ role }) => role)),
    description: metadata.comment ?? fn.description,
  }
}

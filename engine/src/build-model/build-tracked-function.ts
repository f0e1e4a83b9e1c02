import type { FunctionMetadata } from '../metadata/schemas/function.js'
import type { TableModel, TrackedFunction } from '../model/model.js'
import { isGraphqlName } from '../model/scalar-names.js'
import { type Catalogue, nameKey, showName } from '../pg-catalogue/catalogue.js'
import { argumentProblems, buildFunctionCall, findFunction } from './build-function-call.js'
import { refuseFor } from './refuse-for.js'

/** @throws Error when the function cannot be a root field */
export function buildTrackedFunction(
  metadata: FunctionMetadata,
  tables: ReadonlyMap<string, TableModel>,
  catalogue: Catalogue,
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
  const base = configuration?.custom_name ?? standard
  if (!isGraphqlName(base)) throw new Error(`"${base}" is not a valid GraphQL name`)
  return {
    schema: fn.schema,
    name: fn.name,
    call: buildFunctionCall(fn, { sessionArgument: configuration?.session_argument }),
    table,
    isMutation: exposedAs === 'mutation',
    returnsSet: fn.returns.isSet,
    names: {
      select: configuration?.custom_root_fields?.function ?? base,
      aggregate: configuration?.custom_root_fields?.function_aggregate ?? `${base}_aggregate`,
    },
    typeBase: base,
    roles: new Set((metadata.permissions ?? []).map(({ role }) => role)),
    description: metadata.comment ?? fn.description,
  }
}

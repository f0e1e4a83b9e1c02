import {
  type Catalogue,
  type CatalogueFunction,
  type Name,
  nameKey,
  showName,
} from '../catalogue/catalogue.js'
import type { ColumnType, FunctionCall, FunctionParameter } from './model.js'
import { isGraphqlName, scalarName } from './scalar-names.js'

/** @throws Error when there is no such function, or several of that name */
export function findFunction(name: Name, catalogue: Catalogue): CatalogueFunction {
  const overloads = catalogue.functions.get(nameKey(name)) ?? []
  const [fn] = overloads
  if (!fn) throw new Error(`no such function exists in postgres : "${showName(name)}"`)
  if (overloads.length > 1)
    throw new Error(`function "${showName(name)}" is overloaded. Overloaded functions are not supported`)
  if (fn.isAggregate) throw new Error(`function "${showName(name)}" is not an ordinary function`)
  if (fn.isVariadic) throw new Error(`function "${showName(name)}" has a variadic parameter`)
  return fn
}

/**
 * Decides where each argument of a function comes from: the row, the session, or the client.
 *
 * @throws Error when the named session argument is missing or not JSON
 */
export function buildFunctionCall(
  fn: CatalogueFunction,
  options: { tableArgument?: number; sessionArgument?: string | null | undefined },
): FunctionCall {
  const { sessionArgument } = options
  if (sessionArgument && !fn.arguments.some(({ name }) => name === sessionArgument)) {
    throw new Error(`"${sessionArgument}" is not an input argument of the function "${showName(fn)}"`)
  }
  const parameters = fn.arguments.map((argument, index): FunctionParameter => {
    if (index === options.tableArgument) return { kind: 'table' }
    if (argument.name !== null && argument.name === sessionArgument) {
      if (argument.type.scalar !== 'json') {
        throw new Error(
          `given session argument "${sessionArgument}" of the function "${showName(fn)}" is not of type json`,
        )
      }
      return { kind: 'session', name: argument.name }
    }
    const graphqlName = argument.name ?? `arg_${index + 1}`
    if (!isGraphqlName(graphqlName))
      throw new Error(`the argument "${graphqlName}" is not a valid GraphQL name`)
    return {
      kind: 'client',
      name: argument.name,
      graphqlName,
      type: toColumnType(argument.type),
      hasDefault: argument.hasDefault,
    }
  })
  return { fn, parameters }
}

/** @throws Error for a type that has no GraphQL name */
export function toColumnType(
  type: CatalogueFunction['returns'] | CatalogueFunction['arguments'][number]['type'],
): ColumnType {
  const graphqlName = scalarName(type)
  if (graphqlName === null) throw new Error(`the type ${type.sql} has no GraphQL name`)
  return {
    scalar: type.scalar,
    isArray: type.isArray,
    sql: type.sql,
    kind: type.kind,
    graphqlName,
    enumTable: null,
  }
}

import type { ColumnType, FunctionCall, FunctionParameter } from '../model/model.js'
import { isGraphqlName, scalarName } from '../model/scalar-names.js'
import {
  type Catalogue,
  type CatalogueFunction,
  type Name,
  nameKey,
  showName,
} from '../pg-catalogue/catalogue.js'

/** @throws Error when there is no such function, or several of that name */
export function findFunction(name: Name, catalogue: Catalogue): CatalogueFunction {
  const overloads = catalogue.functions.get(nameKey(name)) ?? []
  const [fn] = overloads
  if (!fn) throw new Error(`no such function exists in postgres : "${showName(name)}"`)
  if (overloads.length > 1)
    throw new Error(`function "${showName(name)}" is overloaded. Overloaded functions are not supported`)
  if (fn.isAggregate) throw new Error(`function "${showName(name)}" is not an ordinary function`)
  return fn
}

/** What keeps the arguments of a function from being those of a field. */
export function argumentProblems(
  fn: CatalogueFunction,
  sessionArgument: string | null | undefined,
): string[] {
  const problems: string[] = []
  if (fn.isVariadic) problems.push('function with "VARIADIC" parameters are not supported')
  const illegal = fn.arguments.flatMap(({ name }) =>
    name === null || isGraphqlName(name) ? [] : [`"${name}"`],
  )
  if (illegal.length > 0) {
    problems.push(`the function arguments ${illegal.join(', ')} are not in compliance with GraphQL spec`)
  }
  if (!sessionArgument) return problems
  const session = fn.arguments.find(({ name }) => name === sessionArgument)
  if (!session) {
    problems.push(`given session argument "${sessionArgument}" not the input argument of the function`)
  } else if (session.type.scalar !== 'json') {
    problems.push(`given session argument "${sessionArgument}" is not of type json`)
  }
  return problems
}

/** Decides where each argument of a function comes from: the row, the session, or the client. */
export function buildFunctionCall(
  fn: CatalogueFunction,
  options: { tableArgument?: number; sessionArgument?: string | null | undefined },
): FunctionCall {
  const { sessionArgument } = options
  const parameters = fn.arguments.map((argument, index): FunctionParameter => {
    if (index === options.tableArgument) return { kind: 'table' }
    if (argument.name !== null && argument.name === sessionArgument) {
      return { kind: 'session', name: argument.name }
    }
    const graphqlName = argument.name ?? `arg_${index + 1}`
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

import { Kind, type TypeNode, type VariableDefinitionNode } from 'graphql'
import { HasuraError } from '../errors.js'
import { type Json, JsonNumber, type JsonObject } from '../json/json.js'
import { tryParseJson } from '../json/try-parse-json.js'

/** A value from a path or query string is text whose type the query tells; one from a body is what it is. */
export type GivenValue = { text: string } | { json: Json }

const GRAPHQL_NAME = /^[_A-Za-z][_0-9A-Za-z]*$/
const BOOLEANS = ['Bool', 'Boolean']
const NUMBERS = ['Int', 'Float', 'Number', 'Double', 'float8', 'numeric']

/**
 * The variables of an endpoint's query.
 *
 * @param given of two values with one name the later one counts
 * @throws HasuraError in the words of Hasura.Server.Rest, `resolveVar`
 */
export function readVariables(
  declared: readonly VariableDefinitionNode[],
  given: readonly (readonly [name: string, value: GivenValue])[],
): JsonObject {
  const variables: JsonObject = {}
  for (const [name, value] of new Map(given)) {
    if (!GRAPHQL_NAME.test(name)) continue
    const type = declared.find(({ variable }) => variable.name.value === name)?.type
    if (!type) throw new HasuraError('bad-request', `Unexpected variable ${name}`)
    const read = 'json' in value ? value.json : readText(name, value.text, type)
    if (read !== undefined) variables[name] = read
  }
  return variables
}

/** @returns undefined when the text stands for no value */
function readText(name: string, text: string, type: TypeNode): Json | undefined {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type
  if (named.kind === Kind.LIST_TYPE) throw noLists(name, text)
  const typeName = named.name.value
  // A name alone says yes.
  if (text === '' && typeName === 'Boolean') return true
  if (text === '' && type.kind !== Kind.NON_NULL_TYPE) return undefined
  const value = tryParseJson(text)
  if (typeof value === 'boolean' && BOOLEANS.includes(typeName)) return value
  const isNumber = typeof value === 'number' || value instanceof JsonNumber
  return isNumber && NUMBERS.includes(typeName) ? value : text
}

function noLists(name: string, text: string): HasuraError {
  const variable = `(Variable ${name}, with value ${JSON.stringify(text)})`
  const message = `List variables are not currently supported in URL or Query parameters. ${variable}`
  return new HasuraError('bad-request', message)
}

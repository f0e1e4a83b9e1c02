import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import { type Json, type JsonObject, toJson } from '../../json/json.js'
import type { InputPlan } from '../../schema/plans.js'
import { PLACEHOLDER } from '../../schema/types/column-enums.js'
import type { Given, Variables } from '../request/resolve-variables.js'
import { isNull, listItems, objectEntries } from './given-parts.js'
import { givenToJson } from './literal-to-json.js'
import { peelVariable } from './peel-variable.js'
import { checkColumnValue } from './read-column-value.js'
import { readEnum } from './read-enum.js'
import { mismatch, READ_BUILT_IN, readBigInt, readNonNegativeInt } from './read-scalar.js'
import { pathTo, validationError } from './validation-error.js'

/** Where a value stands: the type and plan that the schema has for it, and the path for messages. */
export interface ValuePlace {
  type: GraphQLInputType
  plan: InputPlan | undefined
  hasDefault: boolean
  path: string
}

/** Reads a value of a request by its type. @throws HasuraError in Hasura's words, with the path */
export function readValue(given: Given, place: ValuePlace, variables: Variables): Json {
  const peeled = peelVariable(given, place, variables)
  const { type } = place
  if (isNonNullType(type)) return readNonNull(peeled, { ...place, type: type.ofType }, variables)
  if (isNull(peeled) && !place.plan?.rejectsNull) return null
  return readNonNull(peeled, place, variables)
}

function readNonNull(given: Given, place: ValuePlace, variables: Variables): Json {
  const { type, plan, path } = place
  const reader = plan?.reader
  if (reader?.kind === 'nonNegativeInt') return readNonNegativeInt(given, path)
  if (reader?.kind === 'bigInt') return readBigInt(given, path)
  if (isListType(type) && !isArrayColumn(place))
    return readList(given, { ...place, type: type.ofType }, variables)
  if (isEnumType(type)) return readEnum(given, type, path)
  if (isInputObjectType(type)) {
    const object = readObject(given, type, path, variables)
    if (plan?.takesOne && Object.values(object).filter((value) => value !== null).length !== 1) {
      throw validationError(path, 'exactly one predicate should be specified')
    }
    return object
  }
  if (reader?.kind === 'column') {
    const name = isListType(type) ? reader.type.graphqlName : String(type)
    return checkColumnValue(readAny(given, name, path, variables), reader.type, path)
  }
  const name = String(type)
  const readBuiltIn = READ_BUILT_IN[name]
  return readBuiltIn ? readBuiltIn(given, path) : readAny(given, name, path, variables)
}

/** A column of an array type takes its list as one value, as Postgres does. */
function isArrayColumn({ type, plan }: ValuePlace): boolean {
  const isArray = plan?.reader?.kind === 'column' && plan.reader.type.isArray
  if (!isArray || !isListType(type)) return false
  const item = isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType
  return !isListType(item)
}

/** A scalar that takes any kind of value but null. */
function readAny(given: Given, typeName: string, path: string, variables: Variables): Json {
  const value = givenToJson(given, variables)
  if (value === null) throw validationError(path, `unexpected null value for type '${typeName}'`)
  return value
}

function readList(given: Given, place: ValuePlace, variables: Variables): Json[] {
  if (isNull(given)) throw validationError(place.path, 'expected a list, but found null')
  const items = listItems(given)
  const { rejectsNull: _, ...plan } = place.plan ?? {}
  return (items ?? [given]).map((item, index) =>
    readValue(item, { ...place, plan, hasDefault: false, path: `${place.path}[${index}]` }, variables),
  )
}

function readObject(
  given: Given,
  type: GraphQLInputObjectType,
  path: string,
  variables: Variables,
): JsonObject {
  const entries = objectEntries(given, path)
  if (!entries) throw mismatch(type.name, 'an object', given, path)
  const fields = type.getFields()
  for (const name of entries.keys()) {
    if (!fields[name]) {
      throw validationError(pathTo(path, name), `field '${name}' not found in type: '${type.name}'`)
    }
  }
  return readFields(Object.values(fields), entries, path, variables)
}

/** Reads the arguments of a field or the fields of an input object, in the order of the schema. */
export function readFields(
  fields: readonly Pick<GraphQLInputField, 'name' | 'type' | 'defaultValue' | 'extensions'>[],
  given: ReadonlyMap<string, Given>,
  path: string,
  variables: Variables,
): JsonObject {
  const read: [string, Json][] = []
  for (const { name, type, defaultValue, extensions } of fields) {
    const value = given.get(name)
    const fieldPath = pathTo(path, name)
    if (value !== undefined) {
      const place = { type, plan: extensions.plan, hasDefault: defaultValue !== undefined, path: fieldPath }
      const item = readValue(value, place, variables)
      if (extensions.plan?.rejectsPlaceholder && Array.isArray(item) && item.includes(PLACEHOLDER)) {
        throw validationError(path, 'erroneous column name')
      }
      read.push([name, item])
    } else if (defaultValue !== undefined) {
      read.push([name, toJson(defaultValue)])
    } else if (isNonNullType(type)) {
      throw validationError(fieldPath, `missing required field '${name}'`)
    }
  }
  return Object.fromEntries(read)
}

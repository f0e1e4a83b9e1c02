import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql'
import type { Json } from '../../json/json.js'
import type { Given } from './given.js'
import { givenToJson } from './given-to-json.js'
import type { Input, Place } from './input.js'
import {
  readBigInt,
  readBoolean,
  readFloat,
  readId,
  readInt,
  readNonNegativeInt,
  readString,
} from './read-scalar.js'
import { validationError } from './validation-error.js'

export const booleanInput: Input<boolean> = { type: GraphQLBoolean, read: readBoolean }
export const intInput: Input<Json> = { type: GraphQLInt, read: readInt }
export const stringInput: Input<string> = { type: GraphQLString, read: readString }
export const nonNegativeIntInput: Input<Json> = { type: GraphQLInt, read: readNonNegativeInt }
export const bigIntInput: Input<Json> = { type: GraphQLInt, read: readBigInt }

const BUILT_IN: ReadonlyMap<string, Input<Json>> = new Map<string, Input<Json>>([
  [GraphQLInt.name, intInput],
  [GraphQLFloat.name, { type: GraphQLFloat, read: readFloat }],
  [GraphQLString.name, stringInput],
  [GraphQLBoolean.name, booleanInput],
  [GraphQLID.name, { type: GraphQLID, read: readId }],
])

/** GraphQL's own scalars as they are, any other scalar with whatever value but null. */
export function scalarInput(type: GraphQLScalarType): Input<Json> {
  return BUILT_IN.get(type.name) ?? { type, read: (given, place) => readAny(given, type.name, place) }
}

/** A value of any kind but null. */
export function readAny(given: Given, typeName: string, { path, variables }: Place): Json {
  const value = givenToJson(given, variables)
  if (value === null) throw validationError(path, `unexpected null value for type '${typeName}'`)
  return value
}

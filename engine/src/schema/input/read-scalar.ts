import { Kind } from 'graphql'
import { type Json, JsonNumber } from '../../json/json.js'
import { describeValue } from './describe-value.js'
import type { Given } from './given.js'
import type { Place } from './input.js'
import { showScientific, toInteger } from './scientific.js'
import { parseError, validationError } from './validation-error.js'

const INT_32 = { min: -(2n ** 31n), max: 2n ** 31n - 1n }
const INT_64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n }

/*
 * GraphQL's own scalars, strictly: only columns take strings for numbers.
 */

export function readInt(given: Given, { path }: Place): Json {
  const text = numberText(given, [Kind.INT])
  if (text === null) throw mismatch('Int', 'a 32-bit integer', given, path)
  return checkInteger(text, INT_32, path)
}

export function readFloat(given: Given, { path }: Place): Json {
  const text = numberText(given, [Kind.INT, Kind.FLOAT])
  if (text === null) throw mismatch('Float', 'a float', given, path)
  return new JsonNumber(text)
}

export function readString(given: Given, { path }: Place): string {
  const text = stringText(given)
  if (text === null) throw mismatch('String', 'a string', given, path)
  return text
}

export function readBoolean(given: Given, { path }: Place): boolean {
  if (given.kind === 'json' && typeof given.value === 'boolean') return given.value
  if (given.kind === 'literal' && given.node.kind === Kind.BOOLEAN) return given.node.value
  throw mismatch('Boolean', 'a boolean', given, path)
}

export function readId(given: Given, { path }: Place): string {
  const text = stringText(given) ?? numberText(given, [Kind.INT])
  if (text === null) throw mismatch('ID', 'a String or a 32-bit integer', given, path)
  return text
}

/** `limit`: an Int that is not negative. */
export function readNonNegativeInt(given: Given, { path }: Place): Json {
  const text = numberText(given, [Kind.INT])
  if (text === null || text.startsWith('-')) {
    throw mismatch('Int', 'a non-negative 32-bit integer', given, path)
  }
  return checkInteger(text, INT_32, path)
}

/** `offset`: up to 64 bits, which JavaScript clients can only send as a string. */
export function readBigInt(given: Given, { path }: Place): Json {
  const string = stringText(given)
  if (string !== null && /^\d+$/.test(string)) return new JsonNumber(string)
  const text = numberText(given, [Kind.INT])
  if (text === null) {
    throw mismatch('Int', 'a 32-bit integer, or a 64-bit integer represented as a string', given, path)
  }
  return checkInteger(text, INT_64, path)
}

export function mismatch(typeName: string, expected: string, given: Given, path: string) {
  return validationError(
    path,
    `expected ${expected} for type '${typeName}', but found ${describeValue(given)}`,
  )
}

function checkInteger(text: string, range: { min: bigint; max: bigint }, path: string): Json {
  const value = toInteger(text)
  if (value === null || value < range.min || value > range.max) throw outOfBounds(text, path)
  return new JsonNumber(String(value))
}

export function outOfBounds(text: string, path: string) {
  return parseError(
    path,
    `The value ${showScientific(text)} lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?`,
  )
}

function numberText(given: Given, kinds: readonly Kind[]): string | null {
  if (given.kind === 'literal') {
    const { node } = given
    return kinds.includes(node.kind) && 'value' in node ? String(node.value) : null
  }
  const isNumber = typeof given.value === 'number' || given.value instanceof JsonNumber
  return isNumber ? String(given.value) : null
}

function stringText(given: Given): string | null {
  if (given.kind === 'json') return typeof given.value === 'string' ? given.value : null
  return given.node.kind === Kind.STRING ? given.node.value : null
}

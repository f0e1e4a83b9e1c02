import { isJsonObject, type Json, JsonNumber } from '../json/json.js'
import type { Scope } from './template.js'
import { TemplateError } from './template-error.js'

type TemplateFunction = (argument: Json, scope: Scope) => Json

/** The functions of Kriti, and Hasura's own for session variables. */
export const functions: Readonly<Record<string, TemplateFunction>> = {
  empty: (value) => isEmpty(value),
  size: (value) => sizeOf(value),
  inverse: (value) => inverse(value),
  not: (value) => !isTrue(value),
  head: (value) => (Array.isArray(value) ? (value[0] ?? fail('head')) : text(value, 'head').slice(0, 1)),
  tail: (value) => (Array.isArray(value) ? value.slice(1) : text(value, 'tail').slice(1)),
  toLower: (value) => text(value, 'toLower').toLowerCase(),
  toCaseFold: (value) => text(value, 'toCaseFold').toLowerCase(),
  toUpper: (value) => text(value, 'toUpper').toUpperCase(),
  toTitle: (value) =>
    text(value, 'toTitle').replace(/\S+/g, (word) => word.slice(0, 1).toUpperCase() + word.slice(1)),
  fromPairs: (value) => Object.fromEntries(list(value, 'fromPairs').map(pair)),
  toPairs: (value) => (isJsonObject(value) ? Object.entries(value) : fail('toPairs')),
  removeNulls: (value) => list(value, 'removeNulls').filter((item) => item !== null),
  concat: (value) => concat(list(value, 'concat')),
  escapeUri: (value) => encodeURIComponent(text(value, 'escapeUri')),
  getSessionVariable: (name, scope) => {
    const variables = scope.get('$session_variables') ?? null
    const value = isJsonObject(variables)
      ? variables[text(name, 'getSessionVariable').toLowerCase()]
      : undefined
    if (value === undefined) throw new TemplateError(`session variable not found: ${JSON.stringify(name)}`)
    return value
  },
}

/** What `if` and `&&` take: a boolean and nothing else. */
export function isTrue(value: Json): boolean {
  if (typeof value === 'boolean') return value
  throw new TemplateError('expected a boolean')
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  if (isJsonObject(value)) return Object.keys(value).length === 0
  return Number(value) === 0 && typeof value !== 'boolean'
}

function sizeOf(value: Json): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (isJsonObject(value)) return Object.keys(value).length
  return Number(value)
}

function inverse(value: Json): Json {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return [...value].reverse().join('')
  if (Array.isArray(value)) return value.toReversed()
  if (typeof value === 'number' || value instanceof JsonNumber) return 1 / Number(value)
  return value
}

function concat(items: Json[]): Json {
  if (items.every((item) => typeof item === 'string')) return items.join('')
  if (items.every((item) => Array.isArray(item))) return items.flat()
  if (items.every(isJsonObject)) return Object.assign({}, ...items)
  return fail('concat')
}

function text(value: Json, name: string): string {
  return typeof value === 'string' ? value : fail(name)
}

function list(value: Json, name: string): Json[] {
  return Array.isArray(value) ? value : fail(name)
}

function pair(value: Json): [string, Json] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return fail('fromPairs')
  return [value[0], value[1] ?? null]
}

function fail(name: string): never {
  throw new TemplateError(`${name} cannot be applied to this value`)
}

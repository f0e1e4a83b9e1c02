import { isJsonObject, type Json, JsonNumber, stringifyJson } from '../json/json.js'
import { functions, isTrue } from './functions.js'
import type { Scope, Template } from './template.js'
import { TemplateError } from './template-error.js'
import type { TextCursor } from './text-cursor.js'

const NAME = /[A-Za-z_$][A-Za-z0-9_$-]*/y
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const SINGLE_QUOTED = /'[^'\\]*(?:\\.[^'\\]*)*'/y
const DOUBLE_QUOTED = /"[^"\\]*(?:\\.[^"\\]*)*"/y

type Comparison = (left: Json, right: Json) => boolean
/** Longer ones first: `<=` begins with `<`. */
const COMPARISONS: readonly (readonly [string, Comparison])[] = [
  ['==', (left, right) => equal(left, right)],
  ['!=', (left, right) => !equal(left, right)],
  ['<=', (left, right) => compare(left, right) <= 0],
  ['>=', (left, right) => compare(left, right) >= 0],
  ['<', (left, right) => compare(left, right) < 0],
  ['>', (left, right) => compare(left, right) > 0],
]

/** Reads what stands between `{{` and `}}`, from the weakest operator down to names and literals. */
export function parseExpression(cursor: TextCursor): Template {
  return parseOr(cursor)
}

function parseOr(cursor: TextCursor): Template {
  let left = parseAnd(cursor)
  while (cursor.take('||')) {
    const [before, after] = [left, parseAnd(cursor)]
    left = (scope) => isTrue(before(scope)) || isTrue(after(scope))
  }
  return left
}

function parseAnd(cursor: TextCursor): Template {
  let left = parseComparison(cursor)
  while (cursor.take('&&')) {
    const [before, after] = [left, parseComparison(cursor)]
    left = (scope) => isTrue(before(scope)) && isTrue(after(scope))
  }
  return left
}

function parseComparison(cursor: TextCursor): Template {
  const left = parseDefault(cursor)
  if (cursor.takeWord('in')) {
    const right = parseDefault(cursor)
    return (scope) => contains(right(scope), left(scope))
  }
  const found = COMPARISONS.find(([operator]) => cursor.take(operator))
  if (found === undefined) return left
  const [, holds] = found
  const right = parseDefault(cursor)
  return (scope) => holds(left(scope), right(scope))
}

function parseDefault(cursor: TextCursor): Template {
  let left = parsePrimary(cursor)
  while (cursor.take('??')) {
    const [before, after] = [left, parsePrimary(cursor)]
    left = (scope) => before(scope) ?? after(scope)
  }
  return left
}

function parsePrimary(cursor: TextCursor): Template {
  if (cursor.take('(')) {
    const inner = parseExpression(cursor)
    cursor.expect(')')
    return inner
  }
  if (cursor.take('[')) return parseList(cursor)
  const literal = readLiteral(cursor)
  if (literal !== undefined) return () => literal
  const name = cursor.match(NAME)
  if (name === undefined) throw cursor.error('expected an expression')
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (call === undefined) return parsePath(cursor, (scope) => lookUp(scope, name))
  const argument = parsePrimary(cursor)
  return (scope) => call(argument(scope), scope)
}

function parseList(cursor: TextCursor): Template {
  const items: Template[] = []
  while (!cursor.take(']')) {
    if (items.length > 0) cursor.expect(',')
    items.push(parseExpression(cursor))
  }
  return (scope) => items.map((item) => item(scope))
}

function readLiteral(cursor: TextCursor): Json | undefined {
  if (cursor.takeWord('true')) return true
  if (cursor.takeWord('false')) return false
  if (cursor.takeWord('null')) return null
  const number = cursor.match(NUMBER)
  if (number !== undefined) return String(Number(number)) === number ? Number(number) : new JsonNumber(number)
  const single = cursor.match(SINGLE_QUOTED)
  if (single !== undefined) return single.slice(1, -1).replace(/\\(.)/g, '$1')
  const double = cursor.match(DOUBLE_QUOTED)
  return double === undefined ? undefined : String(JSON.parse(double))
}

/** `.name`, `['name']`, `[0]`, and with a question mark in front for what may be missing. */
function parsePath(cursor: TextCursor, start: Template): Template {
  let value = start
  for (;;) {
    const isOptional = cursor.match(/\?(?=[.[])/y) !== undefined
    const key = readStep(cursor)
    if (key === undefined) return value
    const parent = value
    value = (scope) => step(parent(scope), key(scope), isOptional)
  }
}

function readStep(cursor: TextCursor): Template | undefined {
  if (cursor.match(/\./y) !== undefined) {
    const name = cursor.match(NAME)
    if (name === undefined) throw cursor.error('expected a name after the dot')
    return () => name
  }
  if (cursor.match(/\[/y) === undefined) return undefined
  const key = parseExpression(cursor)
  cursor.expect(']')
  return key
}

function step(parent: Json, key: Json, isOptional: boolean): Json {
  const child = childOf(parent, key)
  if (child !== undefined) return child
  if (isOptional) return null
  throw new TemplateError(`path lookup failed: ${stringifyJson(key)} is not there`)
}

function childOf(parent: Json, key: Json): Json | undefined {
  if (Array.isArray(parent)) return typeof key === 'number' ? parent[key] : undefined
  if (isJsonObject(parent) && typeof key === 'string' && Object.hasOwn(parent, key)) return parent[key]
  return undefined
}

function lookUp(scope: Scope, name: string): Json {
  const value = scope.get(name)
  if (value !== undefined) return value
  throw new TemplateError(`variable not found: ${name}`)
}

function contains(container: Json, item: Json): boolean {
  if (Array.isArray(container)) return container.some((one) => equal(one, item))
  if (isJsonObject(container)) return typeof item === 'string' && Object.hasOwn(container, item)
  throw new TemplateError('in takes a list or an object on its right')
}

function equal(left: Json, right: Json): boolean {
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right)
  return stringifyJson(left) === stringifyJson(right)
}

function compare(left: Json, right: Json): number {
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right)
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  throw new TemplateError('only numbers and texts have an order')
}

function isNumber(value: Json): boolean {
  return typeof value === 'number' || value instanceof JsonNumber
}

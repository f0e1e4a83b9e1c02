import { type Json, JsonNumber } from '../json/json.js'
import { parseExpression } from './expression-parser.js'
import { isTrue } from './functions.js'
import type { Scope, Template } from './template.js'
import { TemplateError } from './template-error.js'
import { TextCursor } from './text-cursor.js'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLAIN_TEXT = /(?:[^"\\{]|\\.|\{(?!\{))+/y
const NAME = /[A-Za-z_$][A-Za-z0-9_$]*/y

/**
 * Reads a Kriti template: JSON in which `{{ … }}` may stand for any value or inside any text.
 *
 * @throws TemplateError when it is none
 */
export function parseTemplate(text: string): Template {
  const cursor = new TextCursor(text)
  const template = parseValue(cursor)
  cursor.skipSpace()
  if (!cursor.isAtEnd) throw cursor.error('nothing more was expected')
  return template
}

/** Reads a template of text that stands without quotes, as in URLs and headers. */
export function parseTextTemplate(text: string): Template {
  // Quotes are escaped outside of the braces only: inside, they belong to the expression.
  const escaped = text.replace(/\{\{.*?\}\}|["\\]/gs, (part) => (part.length > 1 ? part : `\\${part}`))
  return parseTemplate(`"${escaped}"`)
}

function parseValue(cursor: TextCursor): Template {
  if (cursor.take('{{')) return parseBlock(cursor)
  if (cursor.take('{')) return parseObject(cursor)
  if (cursor.take('[')) return parseList(cursor)
  if (cursor.take('"')) return parseText(cursor)
  const literal = readLiteral(cursor)
  if (literal === undefined) throw cursor.error('expected a value')
  return () => literal
}

function readLiteral(cursor: TextCursor): Json | undefined {
  if (cursor.takeWord('true')) return true
  if (cursor.takeWord('false')) return false
  if (cursor.takeWord('null')) return null
  const number = cursor.match(NUMBER)
  if (number === undefined) return undefined
  return String(Number(number)) === number ? Number(number) : new JsonNumber(number)
}

function parseObject(cursor: TextCursor): Template {
  const entries: [key: Template, value: Template][] = []
  while (!cursor.take('}')) {
    if (entries.length > 0) cursor.expect(',')
    cursor.expect('"')
    const key = parseText(cursor)
    cursor.expect(':')
    entries.push([key, parseValue(cursor)])
  }
  return (scope) => Object.fromEntries(entries.map(([key, value]) => [String(key(scope)), value(scope)]))
}

function parseList(cursor: TextCursor): Template {
  const items: Template[] = []
  while (!cursor.take(']')) {
    if (items.length > 0) cursor.expect(',')
    items.push(parseValue(cursor))
  }
  return (scope) => items.map((item) => item(scope))
}

/** The rest of a text in double quotes. */
function parseText(cursor: TextCursor): Template {
  const parts: Template[] = []
  for (;;) {
    const plain = cursor.match(PLAIN_TEXT)
    if (plain !== undefined) {
      const text = decodeEscapes(plain, cursor)
      parts.push(() => text)
    }
    if (cursor.match(/"/y) !== undefined) return (scope) => parts.map((part) => asText(part(scope))).join('')
    if (cursor.match(/\{\{/y) === undefined) throw cursor.error('the text has no end')
    parts.push(parseBlock(cursor))
  }
}

function decodeEscapes(plain: string, cursor: TextCursor): string {
  try {
    // A template may hold line breaks that JSON text may not.
    return String(
      JSON.parse(`"${plain.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`),
    )
  } catch {
    throw cursor.error('unknown escape in a text')
  }
}

function asText(value: Json): string {
  if (typeof value === 'object' && value !== null && !(value instanceof JsonNumber)) {
    throw new TemplateError('objects and lists cannot stand inside a text')
  }
  return String(value)
}

/** What follows a `{{`: a condition, a loop, or an expression. */
function parseBlock(cursor: TextCursor): Template {
  if (cursor.takeWord('if')) return parseCondition(cursor)
  if (cursor.takeWord('range')) return parseRange(cursor)
  const expression = parseExpression(cursor)
  cursor.expect('}}')
  return expression
}

function parseCondition(cursor: TextCursor): Template {
  const condition = parseExpression(cursor)
  cursor.expect('}}')
  const then = parseValue(cursor)
  const otherwise = parseOtherwise(cursor)
  return (scope) => (isTrue(condition(scope)) ? then(scope) : otherwise(scope))
}

function parseOtherwise(cursor: TextCursor): Template {
  if (cursor.takeBlock('elif')) return parseCondition(cursor)
  if (!cursor.takeBlock('else')) throw cursor.error('an if needs an else')
  cursor.expect('}}')
  const value = parseValue(cursor)
  expectEnd(cursor)
  return value
}

function parseRange(cursor: TextCursor): Template {
  const index = readName(cursor)
  cursor.expect(',')
  const item = readName(cursor)
  cursor.expect(':=')
  const list = parseExpression(cursor)
  cursor.expect('}}')
  const body = parseValue(cursor)
  expectEnd(cursor)
  return (scope) =>
    forEach(list(scope), (value, position) =>
      body(
        extend(scope, [
          [index, position],
          [item, value],
        ]),
      ),
    )
}

function forEach(list: Json, body: (value: Json, position: number) => Json): Json {
  if (!Array.isArray(list)) throw new TemplateError('range takes a list')
  return list.map(body)
}

function extend(scope: Scope, entries: readonly (readonly [string, Json])[]): Scope {
  return new Map([...scope, ...entries])
}

function readName(cursor: TextCursor): string {
  cursor.skipSpace()
  const name = cursor.match(NAME)
  if (name === undefined) throw cursor.error('expected a name')
  return name
}

function expectEnd(cursor: TextCursor): void {
  if (!cursor.takeBlock('end')) throw cursor.error('expected {{ end }}')
  cursor.expect('}}')
}

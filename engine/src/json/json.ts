/** JSON whose numbers may be kept as their digits, where a JavaScript number would round them. */
export type Json = null | boolean | string | number | JsonNumber | Json[] | { [key: string]: Json }

/** A number as it was written. */
export class JsonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

export type JsonObject = { [key: string]: Json }

export function isJsonObject(value: Json): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  )
}

/** Writes JSON; the digits of a `JsonNumber` stay as they are. */
export function stringifyJson(value: Json): string {
  if (value instanceof JsonNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join(',')}]`
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, child]) => `${JSON.stringify(key)}:${stringifyJson(child)}`)
      .join(',')}}`
  }
  return JSON.stringify(value)
}

/** What is nested deeper cannot be written again: `JSON.stringify` would run out of stack. */
const MAX_DEPTH = 1000

/**
 * Takes a value that came from `JSON.parse` or a YAML file as `Json`; anything else becomes null.
 *
 * @throws SyntaxError when it is nested too deep
 */
export function toJson(value: unknown): Json {
  return convert(value, 0)
}

function convert(value: unknown, depth: number): Json {
  if (depth > MAX_DEPTH) throw new SyntaxError(`nested more than ${MAX_DEPTH} levels deep`)
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return new JsonNumber(String(value))
  if (value instanceof JsonNumber) return value
  if (Array.isArray(value)) return value.map((item) => convert(item, depth + 1))
  if (typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, convert(child, depth + 1)]))
}

import { type Json, JsonNumber, toJson } from './json.js'

const STRINGS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** Cannot be a key of somebody's JSON: it is looked for in the text first. */
const DIGITS = '\u0000digits'

/**
 * Like `JSON.parse`, but a number that JavaScript would change keeps its digits as a `JsonNumber`.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): Json {
  const kept = text.replace(STRINGS_AND_NUMBERS, (token) =>
    survives(token) ? token : `{"\\u0000digits":"${token}"}`,
  )
  if (kept === text) return toJson(JSON.parse(text))
  if (text.includes('\\u0000digits')) return toJson(JSON.parse(text))
  return toJson(
    JSON.parse(kept, (_key, value) => {
      const digits: unknown =
        typeof value === 'object' && value !== null ? Reflect.get(value, DIGITS) : undefined
      return typeof digits === 'string' ? new JsonNumber(digits) : value
    }),
  )
}

function survives(token: string): boolean {
  return token.startsWith('"') || String(Number(token)) === token
}

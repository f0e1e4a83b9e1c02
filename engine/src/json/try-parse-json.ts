import type { Json } from './json.js'
import { parseJson } from './parse-json.js'

/** @returns undefined for text that is no JSON */
export function tryParseJson(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

import { toJson } from '../json/json.js'
import type { RightOperand } from '../model/bool-exp.js'

const PREFIX = 'x-hasura-'

/** Whether a value in a rule or preset stands for a session variable. */
export function isSessionVariable(value: unknown): value is string {
  return typeof value === 'string' && value.toLowerCase().startsWith(PREFIX)
}

/** A rule's or preset's value: a session variable (names are case-insensitive) or itself. */
export function readOperand(value: unknown): RightOperand {
  if (isSessionVariable(value)) return { kind: 'session', variable: value.toLowerCase() }
  return { kind: 'value', value: toJson(value) }
}

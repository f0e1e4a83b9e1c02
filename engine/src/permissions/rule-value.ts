import type { ColumnModel, TableModel } from '../model/model.js'
import { RuleError } from './rule-error.js'

export function isRuleObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The entries of what must be an object. */
export function entriesOf(value: unknown): [string, unknown][] {
  if (!isRuleObject(value)) throw new RuleError(`expected an object, not ${JSON.stringify(value)}`)
  return Object.entries(value)
}

/** The items of what must be a list. */
export function itemsOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new RuleError(`expected a list, not ${JSON.stringify(value)}`)
  return value
}

/** Operators may be written with a dollar in place of the underscore. */
export function operatorKey(key: string): string {
  return key.replace(/^\$/, '_')
}

export function columnIn(table: TableModel, name: string): ColumnModel {
  const column = table.columns.get(name)
  if (!column) throw new RuleError(`"${name}" does not exist`)
  return column
}

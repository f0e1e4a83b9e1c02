import type { Sql } from 'sql-template-tag'
import type { RightOperand } from '../model/bool-exp.js'
import type { ColumnModel } from '../model/model.js'
import type { SqlContext } from './sql-context.js'
import { sessionValue, typedValue } from './value.js'

/** What a permission's `set` gives a column: a constant or a session variable. */
export function presetValue(context: SqlContext, preset: RightOperand, { type }: ColumnModel): Sql {
  if (preset.kind === 'session') return sessionValue(context.sessionVariable(preset.variable), type)
  return typedValue(preset.kind === 'value' ? preset.value : null, type)
}

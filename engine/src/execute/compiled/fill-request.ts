import { LateParameter, type LateValues } from '../../late/late-parameter.js'
import type { CompiledField, CompiledRequest } from './compile-request.js'

/** Puts a request's own values into its statements; null when one of them does not fit. */
export function fillRequest({ kind, fields }: CompiledRequest, values: LateValues): CompiledRequest | null {
  try {
    return { kind, fields: fields.map((field) => fillField(field, values)) }
  } catch {
    return null
  }
}

function fillField(field: CompiledField, late: LateValues): CompiledField {
  if ('typeName' in field) return field
  const values = field.statement.values.map((value) =>
    value instanceof LateParameter ? value.valueIn(late) : value,
  )
  return { ...field, statement: { ...field.statement, values } }
}

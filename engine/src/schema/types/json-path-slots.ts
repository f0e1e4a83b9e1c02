import { parseJsonPath } from '../../json/json-path.js'
import type { ColumnType } from '../../model/model.js'
import { stringInput } from '../input/scalar-inputs.js'
import { optional, type Slot } from '../input/slot.js'
import { validationError } from '../input/validation-error.js'

type JsonPathSlots = { path?: Slot<string | null> }

/** The `path` argument of json values; other values have none. */
export function jsonPathSlots({ scalar, isArray }: ColumnType): JsonPathSlots {
  const isJson = !isArray && (scalar === 'json' || scalar === 'jsonb')
  return isJson ? { path: optional(stringInput, 'JSON select path') } : {}
}

/** The keys and indexes that a path leads through. @throws HasuraError `validation-failed` when it is none */
export function toJsonPath(
  { path }: { path?: string | null | undefined },
  at: string,
): readonly string[] | null {
  if (path === null || path === undefined) return null
  const steps = parseJsonPath(path)
  if (steps) return steps
  throw validationError(at, `parse json path error: invalid json path: ${path}`)
}

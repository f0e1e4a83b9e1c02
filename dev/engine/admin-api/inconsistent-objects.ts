import { type Json, toJson } from '../json/json.js'
import type { Inconsistency } from '../model/model.js'

/** Inconsistencies as the metadata API lists them. */
export function inconsistentObjects(inconsistencies: readonly Inconsistency[]): Json[] {
  return inconsistencies.map(({ definition, name, reason, type }) => ({
    definition: toJson(definition),
    name,
    reason,
    type,
  }))
}
